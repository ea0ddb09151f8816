namespace Vespid.Grains.Edges;

/// <summary>What the words of the status file mean.</summary>
internal static class ChannelStatuses
{
    public const string Active = "active";

    /// <summary>Channels that an edge is known to have.</summary>
    public static readonly IReadOnlyList<string> Known = ["xray", "hysteria2", "naive", "awg"];

    public static ChannelClass ClassOf(string status) => status switch
    {
        Active => ChannelClass.Up,
        "skipped" or "skipped_no_server" or "skipped_fixture_host" => ChannelClass.Neutral,
        // Typos and drift too: what is not understood must not read as green.
        _ => ChannelClass.Failed,
    };

    public static bool IsKnownWord(string status) =>
        ClassOf(status) != ChannelClass.Failed || status is "failed_at_render" or "failed_at_start" or "failed_at_setup" or "failed_at_runtime" or "degraded";

    /// <summary>Whether only a successful rendering ends it.</summary>
    public static bool IsSticky(string status) => status.StartsWith("failed_", StringComparison.Ordinal);

    public static string Verdict(IEnumerable<string> statuses)
    {
        var (up, neutral, failed) = (0, 0, 0);
        foreach (var status in statuses)
        {
            switch (ClassOf(status))
            {
                case ChannelClass.Up:
                    up++;
                    break;
                case ChannelClass.Neutral:
                    neutral++;
                    break;
                default:
                    failed++;
                    break;
            }
        }

        return (up, neutral, failed) switch
        {
            (0, 0, 0) => "unknown",
            (0, _, > 0) => "failed",
            (_, _, > 0) => "degraded",
            (0, > 0, 0) => "idle",
            _ => "healthy",
        };
    }

    /// <summary>
    /// Whether an installation counts as done: it fails only when every bypass channel that was attempted failed. xray is always attempted; AmneziaWG
    /// never blocks it, but its failure is one way less for control traffic.
    /// </summary>
    public static bool InstallSucceeds(IReadOnlyDictionary<string, string> statuses)
    {
        var attempted = new[] { "xray", "hysteria2", "naive" }
            .Select(name => name == "xray" ? statuses.GetValueOrDefault(name, "failed_at_render") : statuses.GetValueOrDefault(name, "skipped"))
            .Where(status => ClassOf(status) != ChannelClass.Neutral);
        return attempted.Any(status => ClassOf(status) == ChannelClass.Up);
    }
}
