namespace Vespid.Grains.Edges;

/// <summary>The dead man's switch: silence is news.</summary>
internal static class LivenessRules
{
    public const string Online = "online";
    public const string Late = "late";
    public const string Stale = "stale";
    public const string Silent = "silent";
    public static readonly TimeSpan PlannedStop = TimeSpan.FromMinutes(10);

    private const string Subject = "reports";

    /// <summary>What a silence amounts to.</summary>
    public static string Of(TimeSpan silence, int intervalSeconds, EdgeOptions options)
    {
        var interval = TimeSpan.FromSeconds(intervalSeconds);
        return silence > Longer(options.SilentAfter, 10 * interval) ? Silent
            : silence > Longer(options.StaleAfter, 3 * interval) ? Stale
            : silence > 1.5 * interval ? Late
            : Online;
    }

    /// <summary>Nothing was heard for so long.</summary>
    public static void ApplySilence(EdgeTurn turn, TimeSpan silence)
    {
        if (turn.State.Liveness == "registered")
            return;
        var planned = turn.State.PlannedUntil is { } until && turn.Now < until;
        var next = Of(silence, turn.State.IntervalSeconds, turn.Options);
        if (planned && next is (Stale or Silent))
            next = Late;
        if (Rank(next) <= Rank(turn.State.Liveness))
            return;
        var from = turn.State.Liveness;
        turn.State = turn.State with { Liveness = next };
        if (next == Late)
        {
            turn.Note("liveness", Subject, from, next);
            return;
        }

        turn.Open(new AlertText(
            "liveness", next == Stale ? EdgeAlerts.EdgeStale : EdgeAlerts.EdgeSilent, next == Stale ? Severities.Warn : Severities.Critical,
            turn.KeyOf("liveness", Subject), Subject, $"[{turn.Edge.Label}] no report for {Limit(turn, next).TotalSeconds:F0}s")
        {
            From = from,
            To = next,
        });
    }

    /// <summary>It is heard of.</summary>
    public static void ApplySign(EdgeTurn turn, TimeSpan silence)
    {
        var from = turn.State.Liveness;
        if (from == Online)
            return;
        turn.State = turn.State with { Liveness = Online };
        var key = turn.KeyOf("liveness", Subject);
        if (turn.State.Incidents.TryGetValue(key, out var incident))
        {
            turn.Close(new AlertText("liveness", incident.Alert, Severities.Info, key, Subject, $"[{turn.Edge.Label}] reporting again after {silence.TotalSeconds:F0}s")
            {
                From = from,
                To = Online,
            });
        }
        else
        {
            turn.Note("liveness", Subject, from, Online);
        }
    }

    private static TimeSpan Limit(EdgeTurn turn, string liveness)
    {
        var interval = TimeSpan.FromSeconds(turn.State.IntervalSeconds);
        return liveness == Stale ? Longer(turn.Options.StaleAfter, 3 * interval) : Longer(turn.Options.SilentAfter, 10 * interval);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static int Rank(string liveness) => liveness switch
    {
        Late => 1,
        Stale => 2,
        Silent => 3,
        _ => 0,
    };
}
