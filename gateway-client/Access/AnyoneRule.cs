using Microsoft.AspNetCore.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>Anyone, or whoever the handler itself lets in.</summary>
internal sealed record AnyoneRule : AccessRule
{
    public override ValueTask<Refusal?> CheckAsync(HttpContext context) => ValueTask.FromResult<Refusal?>(null);
}
