using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>What agents tell: batch reports of ours, and heartbeats and single probes of the original's.</summary>
internal static class AgentReportEndpoints
{
    public static void MapAgentReports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/partner/edge-report", ReportAsync).WithMetadata(new EdgeRule());
        routes.MapPost("/api/partner/channel-health", ChannelHealthAsync).WithMetadata(new EdgeRule(PeersToo: true));
        routes.MapPost("/api/partner/heartbeat", HeartbeatAsync).WithMetadata(new EdgeRule(AnonymousToo: true));
    }

    private static async Task<IResult> ReportAsync(HttpContext context, EdgeScope edge, IGrainFactory grains)
    {
        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (AgentCalls.CheckNode(fields, edge, required: true) is { } mismatch)
            return mismatch;
        var report = AgentReport.Read(fields);
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        var taken = await grains.GetGrain<IEdgeGrain>(edge.NodeId).Report(edge.TokenHash, report);
        return taken.Refusal is { } refusal ? (RefusalResult)refusal : new AgentAnswer(Answer(taken.Value!, fields.Warnings));
    }

    private static async Task<IResult> ChannelHealthAsync(HttpContext context, IGrainFactory grains)
    {
        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (context.Features.Get<PeerBearer>() is { } peer)
            return await PeerHealthAsync(fields, peer, grains);

        var edge = context.Features.Get<EdgeScope>()!;
        if (AgentCalls.CheckNode(fields, edge, required: false) is { } mismatch)
            return mismatch;
        var probe = AgentReport.ReadProbe(fields);
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        var taken = await grains.GetGrain<IEdgeGrain>(edge.NodeId).ChannelHealth(edge.TokenHash, probe, fields.Line("installer_version", 64));
        return taken.Refusal is { } refusal
            ? (RefusalResult)refusal
            : new AgentAnswer(new JsonObject { ["ok"] = true, ["warnings"] = Texts(taken.Value.Concat(fields.Warnings)) });
    }

    private static async Task<IResult> PeerHealthAsync(AgentFields fields, PeerBearer peer, IGrainFactory grains)
    {
        var target = fields.Required("target_node_id", EdgeWords.NodeId, "Expected a node id.");
        var prober = fields.Required("prober_node_id", EdgeWords.NodeId, "Expected a node id.");
        var channel = fields.Required("channel_name", EdgeWords.Word, "Expected a channel.");
        var handshake = fields.Flag("handshake_ok");
        if (handshake is null)
            fields.Fail("handshake_ok", "Required: true or false.");
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        return await grains.GetGrain<IEdgeGrain>(target).PeerHealth(peer.Token, new PeerProbe(prober, channel, handshake!.Value)) is { } refusal
            ? (RefusalResult)refusal
            : new AgentAnswer(new JsonObject { ["ok"] = true, ["warnings"] = Texts(fields.Warnings) });
    }

    /// <summary>Anybody may send one; only the bearer's own counts.</summary>
    private static async Task<IResult> HeartbeatAsync(HttpContext context, IGrainFactory grains, AgentMetrics metrics, TimeProvider time)
    {
        if (context.Features.Get<EdgeScope>() is not { } edge)
        {
            metrics.AnonymousHeartbeat();
            return new AgentAnswer(new JsonObject { ["ok"] = true });
        }

        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (AgentCalls.CheckNode(fields, edge, required: false) is { } mismatch)
            return mismatch;
        return await grains.GetGrain<IEdgeGrain>(edge.NodeId).Heartbeat(edge.TokenHash) is { } refusal
            ? (RefusalResult)refusal
            : new AgentAnswer(new JsonObject { ["ok"] = true, ["server_time"] = TimeText(time.GetUtcNow()) });
    }

    private static JsonObject Answer(ReportAnswer answer, IReadOnlyList<string> warnings) => new()
    {
        ["accepted"] = true,
        ["duplicate"] = answer.Duplicate,
        ["server_time"] = TimeText(answer.ServerTime),
        ["next_interval_s"] = answer.NextIntervalSeconds,
        ["warnings"] = Texts(answer.Warnings.Concat(warnings)),
        ["commands"] = new JsonArray([.. answer.Commands.Select(CommandOf)]),
        ["breaker"] = BreakerOf(answer.Breaker),
    };

    /// <remarks>The reason is one word, so that it can stand in an answer of lines.</remarks>
    private static JsonObject BreakerOf(BreakerView breaker) => breaker.OpenedAt is { } openedAt
        ? new()
        {
            ["state"] = breaker.State,
            ["opened_at"] = TimeText(openedAt),
            ["notified"] = breaker.Notified,
            ["parked"] = breaker.Parked,
            ["reason"] = breaker.Reason?.Replace(' ', '_'),
        }
        : new() { ["state"] = breaker.State };

    private static JsonObject CommandOf(EdgeCommand command)
    {
        var item = new JsonObject { ["id"] = command.Id, ["type"] = command.Type };
        if (command.Epoch is { } epoch)
            item["epoch"] = epoch;
        if (command.Argument is { } argument)
            item["arg"] = argument;
        return item;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
