using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Tests.Integration.Support;

/// <summary>An edge with two upstreams, of which the second is always well.</summary>
internal sealed class TestEdge(EdgeHost host, string partner, string domain, EdgeIdentity identity, string nodeId, byte[] hash)
{
    private long _seq;

    public string Partner => partner;

    public string Domain => domain;

    public EdgeIdentity Identity => identity;

    public string NodeId => nodeId;

    public byte[] Hash => hash;

    public IEdgeGrain Grain => host.Grains.GetGrain<IEdgeGrain>(nodeId);

    /// <summary>Reports the first upstream as healthy or not, with all channels active.</summary>
    public async Task<ReportAnswer> ReportAsync(int xray)
    {
        var answer = await Grain.Report(hash, new EdgeReport
        {
            Seq = ++_seq,
            BootId = "boot",
            Channels = "xray=active\nawg=active\n",
            Upstreams = new MetricsSample(
                true, 200, null,
                $"caddy_reverse_proxy_upstreams_healthy{{upstream=\"xray-client:3080\"}} {xray}\ncaddy_reverse_proxy_upstreams_healthy{{upstream=\"10.9.0.2:8907\"}} 1\n"),
        });
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    /// <summary>Waits for so many messages about it at the webhook and returns the last.</summary>
    public async Task<JsonNode> ToldAsync(int count, string path = "/hook")
    {
        List<JsonNode> told = [];
        await Wait.UntilAsync(
            () =>
            {
                told = [.. host.Webhook.Deliveries.All.Where(delivery => delivery.Path == path).Select(delivery => JsonNode.Parse(delivery.Body)!).Where(body => body["edge"]?.GetValue<string>() == nodeId)];
                return Task.FromResult(told.Count >= count);
            },
            () => $"the webhook has {count} messages about {nodeId}, it has {told.Count}", EdgeHost.Patience);
        Assert.Equal(count, told.Count);
        return told[^1];
    }

    /// <summary>Events that have to be told and have no account, or are still open.</summary>
    public Task<long> UnaccountedAsync() => host.ScalarAsync<long>(
        $"""
        SELECT count(*) FROM edge_events e LEFT JOIN alert_accounts a ON a.event_id = e.id AND a.receiver_id = 'default'
        WHERE e.node_id = '{nodeId}' AND e.alert IS NOT NULL AND (a.how IS NULL OR a.how IN ('queued', 'deferred'))
        """);
}
