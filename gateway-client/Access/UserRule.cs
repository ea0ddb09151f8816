using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>Anybody who is signed in.</summary>
internal sealed record UserRule : AccessRule
{
    public override async ValueTask<Refusal?> CheckAsync(HttpContext context) =>
        (await context.RequestServices.GetRequiredService<Authentication>().AuthenticateAsync(context)).Refusal;
}
