using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Access;

/// <summary>Agents with a worker token of their organisation (<c>Authorization: Bearer vwt_…</c>); never the service token.</summary>
internal sealed record WorkerRule : AccessRule
{
    private const string Prefix = "vwt_";
    private const int MostLength = 200;

    public override async ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        if (Authentication.BearerOf(context.Request) is not { } token || token.Length > MostLength || !token.StartsWith(Prefix, StringComparison.Ordinal))
            return Refusals.Unauthorized;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var found = await context.RequestServices.GetRequiredService<IIdentityQueries>().WorkerTokenByHashAsync(hash, context.RequestAborted);
        if (found is null)
            return Refusals.Unauthorized;
        context.Features.Set(new WorkerScope(found.OrganizationId, found.Id));
        return null;
    }
}
