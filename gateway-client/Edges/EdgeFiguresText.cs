using System.Globalization;
using System.Text;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Figures of each edge in Prometheus' text format: each family once with all its samples, each set of labels once.</summary>
internal static class EdgeFiguresText
{
    private static readonly string[] Liveness = ["registered", "online", "late", "stale", "silent"];

    public static string Write(IReadOnlyList<EdgeFigures> edges)
    {
        var text = new StringBuilder();
        Family(text, "partner_edge_liveness", "0 registered, 1 online, 2 late, 3 stale, 4 silent");
        foreach (var edge in edges)
        {
            if (Array.IndexOf(Liveness, edge.Liveness) is >= 0 and var number)
                Sample(text, "partner_edge_liveness", number, ("node_id", edge.NodeId));
        }

        Family(text, "partner_edge_last_report_timestamp_seconds", "When it was last heard of");
        foreach (var edge in edges)
        {
            if (edge.LastSeenAt is { } at)
                Sample(text, "partner_edge_last_report_timestamp_seconds", at.ToUnixTimeSeconds(), ("node_id", edge.NodeId));
        }

        Family(text, "partner_edge_upstreams_healthy", "Upstreams that count and are healthy");
        foreach (var edge in edges)
            Sample(text, "partner_edge_upstreams_healthy", edge.UpstreamsHealthy, ("node_id", edge.NodeId));
        Family(text, "partner_edge_upstreams_expected", "Upstreams that count");
        foreach (var edge in edges)
            Sample(text, "partner_edge_upstreams_expected", edge.UpstreamsExpected, ("node_id", edge.NodeId));
        Family(text, "partner_edge_upstream_healthy", "1 while an upstream is healthy; an unknown one has no sample");
        foreach (var edge in edges)
        {
            foreach (var (name, state) in edge.Upstreams.Where(pair => pair.Value != "unknown"))
                Sample(text, "partner_edge_upstream_healthy", state == "healthy" ? 1 : 0, ("node_id", edge.NodeId), ("upstream", name));
        }

        Family(text, "partner_edge_channel_status", "1 for the status that a channel has");
        foreach (var edge in edges)
        {
            foreach (var (name, status) in edge.Channels)
                Sample(text, "partner_edge_channel_status", 1, ("node_id", edge.NodeId), ("channel", name), ("status", status));
        }

        Family(text, "partner_edge_config_epoch", "Epochs of its configuration");
        foreach (var edge in edges)
        {
            foreach (var (kind, epoch) in (ReadOnlySpan<(string, long)>)[("desired", edge.EpochDesired), ("issued", edge.EpochIssued), ("applied", edge.EpochApplied)])
                Sample(text, "partner_edge_config_epoch", epoch, ("node_id", edge.NodeId), ("kind", kind));
        }

        return text.ToString();
    }

    private static void Family(StringBuilder text, string name, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");

    private static void Sample(StringBuilder text, string name, long value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (label, word) in labels)
        {
            text.Append(separator).Append(label).Append("=\"").Append(Escape(word)).Append('"');
            separator = ',';
        }

        text.Append(CultureInfo.InvariantCulture, $"}} {value}\n");
    }

    private static string Escape(string word) => word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
