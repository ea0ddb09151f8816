using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Access;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>
/// Agents with the service token of their node (<c>Authorization: Bearer stkn_…</c>). Only its hash is looked up and compared, so that the time
/// tells nothing of the token; it is in no log.
/// </summary>
/// <param name="AnonymousToo">Also callers without any bearer, whom the handler answers with what is nobody's.</param>
/// <param name="PeersToo">Also the cross-probe token, which the handler passes on to the grain of the edge it is about.</param>
internal sealed record EdgeRule(bool AnonymousToo = false, bool PeersToo = false) : AccessRule
{
    public const string NodeHeader = "X-Node-Id";

    public override async ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        var bearer = Authentication.BearerOf(context.Request);
        if (bearer is null)
            return AnonymousToo ? null : EdgeRefusals.InvalidToken;
        if (PeersToo && bearer.StartsWith(EdgeWords.PeerPrefix, StringComparison.Ordinal))
        {
            context.Features.Set(new PeerBearer(bearer));
            return null;
        }

        var rejected = context.RequestServices.GetRequiredService<RejectedBearers>();
        if (rejected.IsBlocked(context))
            return EdgeRefusals.TooMany;
        if (!EdgeWords.ServiceToken.IsMatch(bearer))
            return await rejected.RefuseAsync(context);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(bearer));
        if (await context.RequestServices.GetRequiredService<IEdgeDirectory>().FindAsync(hash, context.RequestAborted) is not { } nodeId)
            return await rejected.RefuseAsync(context);
        context.Features.Set(new EdgeScope(nodeId, hash));
        if (context.Request.Headers[NodeHeader].ToString() is not { Length: > 0 } named || named == nodeId)
            return null;
        rejected.NoteMismatch(nodeId);
        return EdgeRefusals.NodeMismatch;
    }
}
