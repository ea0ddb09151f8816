using System.Globalization;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>Reads a report. What the edge's grain has to judge, such as unknown words, is passed on as it is.</summary>
internal static class AgentReport
{
    private const int MostProbes = 64;
    private const int MostItems = 64;
    private const int LongestWord = 128;
    private const int LongestReason = 32;

    public static EdgeReport Read(AgentFields fields)
    {
        var seq = fields.Number("seq", 0, long.MaxValue);
        if (seq is null)
            fields.Fail("seq", "Required: a whole number, counted upwards.");
        return new EdgeReport
        {
            Schema = (int)(fields.Number("schema", 0, int.MaxValue) ?? EdgeReport.LatestSchema),
            Seq = seq ?? 0,
            BootId = fields.Required("boot_id", EdgeWords.NodeId, "Expected letters, digits, '.', '_' and '-'."),
            SentAt = fields.Time("sent_at"),
            Reason = fields.Line("reason", 32) ?? "tick",
            IntervalSeconds = (int?)fields.Number("interval_s", 1, 86_400),
            AgentVersion = fields.Line("agent_version", 64),
            InstallerVersion = fields.Line("installer_version", 64),
            ServiceActive = fields.Flag("service_active"),
            EpochApplied = fields.Number("epoch_applied", 0, long.MaxValue),
            KeysVersion = fields.Line("keys_version", LongestWord),
            ChannelsVersion = fields.Line("channels_version", LongestWord),
            Upstreams = ReadUpstreams(fields),
            Channels = fields.Flag("channels_ok") == false ? null : fields.Optional("channels"),
            Probes = [.. fields.Objects("probes", MostProbes).Select(ReadProbe).Concat(ReadProbeLines(fields))],
            GivenUp = [.. fields.Words("given_up", MostItems).Concat(fields.Words("selfheal_given_up", MostItems)).Where(word => word.Length <= LongestWord)],
            Undelivered = (int)(fields.Number("undelivered", 0, int.MaxValue) ?? 0),
            CommandsDone = [.. fields.Words("commands_done", MostItems).Where(word => word.Length <= LongestWord)],
        };
    }

    /// <summary>A probe in the words of the original.</summary>
    public static ChannelProbe ReadProbe(AgentFields fields) => new(
        fields.Required("channel_name", EdgeWords.Word, "Expected a channel."),
        fields.Flag("channel_handshake_ok"),
        (int?)fields.Number("channel_rtt_ms", 0, int.MaxValue),
        fields.Time("channel_probed_at"),
        fields.Line("channel_probe_mode", 32),
        fields.Line("channel_probe_reason", 32));

    /// <summary>A scrape that failed is news too; a report without one is not.</summary>
    private static MetricsSample? ReadUpstreams(AgentFields fields)
    {
        var text = fields.Optional("upstreams");
        var ok = fields.Flag("upstreams_ok") ?? (text is null ? null : true);
        return ok is null
            ? null
            : new MetricsSample(ok.Value, (int?)fields.Number("upstreams_http_status", 0, 999), fields.Time("upstreams_sampled_at"), ok.Value ? text ?? "" : "");
    }

    /// <summary>Lines <c>ch1 ok|fail &lt;rtt in ms&gt; &lt;ISO time&gt; [&lt;why it failed&gt;]</c>.</summary>
    private static IEnumerable<ChannelProbe> ReadProbeLines(AgentFields fields)
    {
        foreach (var line in (fields.Optional("probes") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostProbes))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is not [var channel, "ok" or "fail", ..] || !EdgeWords.Word.IsMatch(channel))
            {
                fields.Warn("probes");
                continue;
            }

            int? rtt = parts.Length > 2 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : null;
            var why = parts.Length > 4 && parts[4].Length <= LongestReason && EdgeWords.Word.IsMatch(parts[4]) ? parts[4] : null;
            yield return new ChannelProbe(channel, parts[1] == "ok", rtt, fields.TimeOf("probes", parts.ElementAtOrDefault(3)), null, why);
        }
    }
}
