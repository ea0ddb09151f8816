using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>
/// Bearers that are nobody's: the node that such a request names is told, so that its operators learn of an agent with an outdated token or of
/// somebody who tries. Who sends many of them waits: each costs a look at the database.
/// </summary>
internal sealed partial class RejectedBearers(
    IGrainFactory grains, IEdgeStore edges, AgentMetrics metrics, IOptions<GatewayOptions> options, TimeProvider time, ILogger<RejectedBearers> logger)
{
    private const int RefusedPerMinute = 120;
    private const int NotesPerMinute = 1;

    private readonly RateLimiter<string> _refused = new(time, RefusedPerMinute, TimeSpan.FromMinutes(1), options.Value.RateLimitKeys, StringComparer.Ordinal);
    private readonly RateLimiter<string> _notes = new(time, NotesPerMinute, TimeSpan.FromMinutes(1), options.Value.RateLimitKeys, StringComparer.Ordinal);

    public bool IsBlocked(HttpContext context)
    {
        var wait = _refused.Peek(ClientAddress.LimitKeyOf(context));
        if (wait > TimeSpan.Zero)
            context.Features.Set(new RetryAfterFeature(RateLimits.RetryAfter(wait)));
        return wait > TimeSpan.Zero;
    }

    public async ValueTask<Refusal> RefuseAsync(HttpContext context)
    {
        _refused.Take(ClientAddress.LimitKeyOf(context));
        metrics.BearerRefused();
        if (await NodeOfAsync(context) is { } nodeId && _notes.Take(nodeId) == TimeSpan.Zero && await edges.FindAsync(nodeId, context.RequestAborted) is { IsRetired: false })
        {
            LogRejected(logger, nodeId);
            await grains.GetGrain<IEdgeGrain>(nodeId).NoteRejected();
        }

        return EdgeRefusals.InvalidToken;
    }

    public void NoteMismatch(string nodeId) => LogMismatch(logger, nodeId);

    /// <summary>The node that the request claims to be.</summary>
    private static async ValueTask<string?> NodeOfAsync(HttpContext context)
    {
        var named = context.Request.Headers[EdgeRule.NodeHeader].ToString();
        if (named.Length == 0 && HttpMethods.IsPost(context.Request.Method) && context.Request.ContentLength <= EdgeSurface.MaxBodyBytes)
        {
            try
            {
                var (fields, _) = await AgentBody.ReadAsync(context);
                named = fields?.Optional("node_id") ?? "";
            }
            catch (BadHttpRequestException)
            {
                // Whatever is wrong with the body, the bearer is what is answered for.
                return null;
            }
        }

        return EdgeWords.NodeId.IsMatch(named) ? named : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "edge.bearer.rejected", Message = "edge.bearer.rejected {NodeId}")]
    private static partial void LogRejected(ILogger logger, string nodeId);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "edge.node.mismatch", Message = "edge.node.mismatch {NodeId}")]
    private static partial void LogMismatch(ILogger logger, string nodeId);
}
