namespace Vespid.Gateway.Console;

/// <summary>How serious a word of a vocabulary is. The word itself is always shown too: nothing is told by colour alone.</summary>
public static class Tones
{
    public const string Good = "good";
    public const string Busy = "busy";
    public const string Doubtful = "warn";
    public const string Bad = "bad";
    public const string Blocked = "blocked";
    public const string Quiet = "quiet";

    /// <summary>Statuses of accounts, lanes, runs, pairing requests, edges, rooms and dependencies.</summary>
    public static string Of(string? word) => word switch
    {
        "ready" or "running" or "sent" or "accepted" or "succeeded" or "approved" or "healthy" or "online" or "active" or "connected" or "applied" or "authorized" or "delivered" => Good,
        "queued" or "pending" or "sending" or "starting" or "connecting" or "info" or "registered" or "draining" or "issued" => Busy,
        "retrying" or "degraded" or "warn" or "warning" or "late" or "stale" or "absent" or "expired" or "unknown" or "paused" or "flapping" or "deferred" or "stopping"
            or "mutations_disabled" or "disconnected" or "parked" or "idle" or "skipped" or "unrouted" => Doubtful,
        "blocked" or "paused_loop" or "conflict" or "critical" => Blocked,
        "error" or "down" or "failed" or "dead_letter" or "timed_out" or "rejected" or "unhealthy" or "silent" or "all_down" or "dropped" or "unauthorized"
            or "misconfigured" or "rolled_back" => Bad,
        _ => word?.StartsWith("failed", StringComparison.Ordinal) == true ? Bad : Quiet,
    };

    /// <summary>A sign beside the word, for whoever does not see the colour.</summary>
    public static string Sign(string tone) => tone switch
    {
        Good => "✓",
        Busy => "…",
        Doubtful => "!",
        Bad => "✕",
        Blocked => "⊘",
        _ => "–",
    };
}
