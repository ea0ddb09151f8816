using System.Text.Json.Nodes;

namespace Vespid.Grains.Edges;

/// <summary>Transitions of upstreams. A scrape that failed changes nothing but its own count.</summary>
internal static class UpstreamRules
{
    public const string Healthy = "healthy";
    public const string Unhealthy = "unhealthy";
    public const string Absent = "absent";
    private const string Unknown = "unknown";
    private const string Type = "transition";

    private const int MissesUntilAbsent = 3;
    private const int FailuresUntilUnavailable = 3;
    private const int FlapsInWindow = 6;
    private static readonly TimeSpan FlapWindow = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan FlapQuiet = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan NeverUpAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ForgetAbsentAfter = TimeSpan.FromDays(1);

    public static void ApplyFailure(EdgeTurn turn, int? httpStatus)
    {
        var failures = turn.State.MetricsFailures + 1;
        turn.State = turn.State with { MetricsFailures = failures };
        var key = turn.KeyOf("metrics", "caddy");
        if (failures >= FailuresUntilUnavailable && !turn.IsOpen(key))
        {
            var status = httpStatus is { } code ? $" (HTTP {code})" : "";
            turn.Open(new AlertText("metrics", EdgeAlerts.MetricsUnavailable, Severities.Warn, key, "caddy", $"[{turn.Edge.Label}] Caddy metrics unreachable{status}"));
        }
    }

    public static void Apply(EdgeTurn turn, UpstreamSample sample, string naivePort)
    {
        turn.State = turn.State with { MetricsFailures = 0 };
        turn.Close(new AlertText(
            "metrics", EdgeAlerts.MetricsUnavailable, Severities.Info, turn.KeyOf("metrics", "caddy"), "caddy", $"[{turn.Edge.Label}] Caddy metrics reachable again"));

        foreach (var name in turn.State.Upstreams.Keys.Union(sample.Upstreams.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            var upstream = turn.State.Upstreams.GetValueOrDefault(name) ?? new UpstreamState { Since = turn.Now };
            if (sample.Upstreams.TryGetValue(name, out var healthy))
                Sampled(turn, name, upstream, healthy, naivePort);
            else if (sample.Complete)
                Missed(turn, name, upstream, naivePort);
        }

        foreach (var name in turn.State.Upstreams.Keys.ToList())
            Settle(turn, name, naivePort);
        JudgeAll(turn, naivePort);
        AddContext(turn, naivePort);
    }

    /// <summary>Whether an upstream counts: it does when its channel is active.</summary>
    public static bool IsExpected(EdgeState state, IReadOnlyList<string> wanted, string upstream, string naivePort)
    {
        if (UpstreamChannels.Of(upstream, naivePort) is not { } channel)
            return false;
        if (state.Channels.TryGetValue(channel, out var known))
            return known.Status == ChannelStatuses.Active;
        // Before the first status file, by what the host said it would run.
        return state.Channels.IsEmpty && (wanted.Count == 0 ? channel != "naive" : wanted.Contains(channel));
    }

    private static bool IsExpected(EdgeTurn turn, string name, string naivePort) => IsExpected(turn.State, turn.Edge.ChannelsWanted, name, naivePort);

    private static void Sampled(EdgeTurn turn, string name, UpstreamState upstream, bool? healthy, string naivePort)
    {
        if (upstream.State == Absent)
        {
            upstream = upstream with { State = upstream.Before ?? Unknown };
            turn.MustWrite = true;
            turn.Close(new AlertText(
                Type, EdgeAlerts.UpstreamVanished, Severities.Info, turn.KeyOf("vanished", name), name, $"[{turn.Edge.Label}] upstream={name} is reported again")
            {
                From = Absent,
                To = healthy switch { true => Healthy, false => Unhealthy, null => Unknown },
            });
        }

        upstream = upstream with { Missing = 0 };
        if (healthy is not { } isHealthy)
        {
            Put(turn, name, upstream);
            return;
        }

        var next = isHealthy ? Healthy : Unhealthy;
        if (upstream.State == Unknown)
        {
            turn.Note(Type, name, Unknown, next);
            Put(turn, name, upstream with { State = next, Since = turn.Now, WasHealthy = isHealthy, Otherwise = 0 });
            return;
        }

        if (upstream.State == next)
        {
            Put(turn, name, upstream with { Otherwise = 0 });
            return;
        }

        if (upstream.Otherwise + 1 < turn.Options.TransitionSamples)
        {
            Put(turn, name, upstream with { Otherwise = upstream.Otherwise + 1 });
            return;
        }

        Move(turn, name, upstream, next, naivePort);
    }

    private static void Move(EdgeTurn turn, string name, UpstreamState upstream, string next, string naivePort)
    {
        var recent = upstream.Transitions.Where(at => turn.Now - at < FlapWindow).Append(turn.Now).TakeLast(FlapsInWindow).ToArray();
        var begins = upstream.FlappingSince is null && recent.Length >= FlapsInWindow;
        var moved = upstream with
        {
            State = next,
            Since = turn.Now,
            WasHealthy = upstream.WasHealthy || next == Healthy,
            Otherwise = 0,
            Transitions = [.. recent],
            FlappingSince = begins ? turn.Now : upstream.FlappingSince,
            Flaps = upstream.FlappingSince is null ? begins ? recent.Length : 0 : upstream.Flaps + 1,
        };
        Put(turn, name, moved);
        var key = turn.KeyOf("upstream", name);
        var text = new AlertText(
            Type, next == Healthy ? EdgeAlerts.UpstreamUp : EdgeAlerts.UpstreamDown, next == Healthy ? Severities.Info : Severities.Warn, key, name,
            $"[{turn.Edge.Label}] TRANSITION upstream={name} {upstream.State} -> {next}")
        {
            From = upstream.State,
            To = next,
            Flapping = moved.FlappingSince is not null,
        };
        if (next == Unhealthy && IsExpected(turn, name, naivePort))
            turn.Open(text);
        else if (next == Healthy && turn.IsOpen(key))
            turn.Close(text);
        else if (next == Healthy && IsExpected(turn, name, naivePort))
            turn.Tell(text);
        else
            turn.Note(Type, name, upstream.State, next);

        if (begins && IsExpected(turn, name, naivePort))
        {
            turn.Open(new AlertText(
                "flapping", EdgeAlerts.Flapping, Severities.Warn, turn.KeyOf("flapping", name), name,
                $"[{turn.Edge.Label}] FLAPPING upstream={name}, {recent.Length} changes in 30 min, now {next}") { To = next });
        }
    }

    private static void Missed(EdgeTurn turn, string name, UpstreamState upstream, string naivePort)
    {
        if (upstream.State == Absent)
        {
            if (turn.Now - upstream.Since >= ForgetAbsentAfter)
                Forget(turn, name);
            return;
        }

        if (upstream.Missing + 1 < MissesUntilAbsent)
        {
            Put(turn, name, upstream with { Missing = upstream.Missing + 1 });
            return;
        }

        Put(turn, name, upstream with { State = Absent, Before = upstream.State, Since = turn.Now, Missing = 0, Otherwise = 0 });
        var text = new AlertText(
            Type, EdgeAlerts.UpstreamVanished, Severities.Warn, turn.KeyOf("vanished", name), name, $"[{turn.Edge.Label}] upstream={name} vanished from the metrics, it was {upstream.State}")
        {
            From = upstream.State,
            To = Absent,
        };
        if (IsExpected(turn, name, naivePort))
            turn.Open(text);
        else
            turn.Note(Type, name, upstream.State, Absent);
    }

    private static void Forget(EdgeTurn turn, string name)
    {
        foreach (var (what, alert) in (ReadOnlySpan<(string, string)>)[("vanished", EdgeAlerts.UpstreamVanished), ("upstream", EdgeAlerts.UpstreamDown), ("flapping", EdgeAlerts.Flapping)])
            turn.Close(new AlertText(Type, alert, Severities.Info, turn.KeyOf(what, name), name, $"[{turn.Edge.Label}] upstream={name} is no longer watched, nothing reported it for a day"));
        turn.State = turn.State with { Upstreams = turn.State.Upstreams.Remove(name) };
        turn.MustWrite = true;
    }

    /// <summary>What changes by time or by what is expected, not by a sample.</summary>
    private static void Settle(EdgeTurn turn, string name, string naivePort)
    {
        var upstream = turn.State.Upstreams[name];
        var key = turn.KeyOf("upstream", name);
        var expected = IsExpected(turn, name, naivePort);
        if (upstream.FlappingSince is { } since && turn.Now - upstream.Since >= FlapQuiet)
        {
            Put(turn, name, upstream with { FlappingSince = null, Flaps = 0, Transitions = [] });
            turn.MustWrite = true;
            turn.Close(new AlertText(
                "flapping", EdgeAlerts.Flapping, upstream.State == Healthy ? Severities.Info : Severities.Warn, turn.KeyOf("flapping", name), name,
                $"[{turn.Edge.Label}] FLAPPING ended upstream={name}, {upstream.Flaps} changes in {(upstream.Since - since + FlapWindow).TotalMinutes:F0} min, now {upstream.State}")
            {
                To = upstream.State,
            });
        }

        if (!expected)
        {
            turn.Close(new AlertText(Type, EdgeAlerts.UpstreamDown, Severities.Info, key, name, $"[{turn.Edge.Label}] upstream={name} is no longer expected") { From = upstream.State });
            turn.Close(new AlertText(Type, EdgeAlerts.UpstreamVanished, Severities.Info, turn.KeyOf("vanished", name), name, $"[{turn.Edge.Label}] upstream={name} is no longer expected"));
            turn.Close(new AlertText("flapping", EdgeAlerts.Flapping, Severities.Info, turn.KeyOf("flapping", name), name, $"[{turn.Edge.Label}] upstream={name} is no longer expected") { To = upstream.State });
        }
        else if (upstream.State == Unhealthy && turn.Now - upstream.Since >= NeverUpAfter && !turn.IsOpen(key))
        {
            turn.Open(new AlertText(
                Type, EdgeAlerts.NeverUp, Severities.Warn, key, name,
                $"[{turn.Edge.Label}] upstream={name} is unhealthy for {(turn.Now - upstream.Since).TotalMinutes:F0} min and {(upstream.WasHealthy ? "expected again" : "was never healthy")}")
            {
                To = Unhealthy,
            });
        }
    }

    private static void JudgeAll(EdgeTurn turn, string naivePort)
    {
        var expected = turn.State.Upstreams.Where(pair => IsExpected(turn, pair.Key, naivePort)).ToList();
        var down = expected.Count > 0 && expected.TrueForAll(pair => pair.Value.State == Unhealthy)
            && expected.Exists(pair => pair.Value.WasHealthy || turn.Now - pair.Value.Since >= NeverUpAfter);
        var key = turn.KeyOf("all", "upstreams");
        if (down && !turn.IsOpen(key))
        {
            turn.Open(new AlertText(
                "all_down", EdgeAlerts.AllUpstreamsDown, Severities.Critical, key, "upstreams", $"CRITICAL: all upstreams unhealthy on {turn.Edge.Label}"));
        }
        else if (!down && turn.IsOpen(key) && (expected.Count == 0 || expected.Exists(pair => pair.Value.State == Healthy)))
        {
            var healthy = string.Join(", ", expected.Where(pair => pair.Value.State == Healthy).Select(pair => pair.Key));
            var unhealthy = string.Join(", ", expected.Where(pair => pair.Value.State != Healthy).Select(pair => pair.Key));
            turn.Close(new AlertText(
                "all_down", EdgeAlerts.AllUpstreamsDown, Severities.Info, key, "upstreams",
                $"[{turn.Edge.Label}] RECOVERED: " + (healthy.Length > 0 ? $"healthy: {healthy}" : "no upstream is expected") + (unhealthy.Length > 0 ? $"; still unhealthy: {unhealthy}" : "")));
        }
    }

    /// <summary>Tells with each transition how the others are.</summary>
    private static void AddContext(EdgeTurn turn, string naivePort)
    {
        var serving = new JsonArray([.. turn.State.Upstreams
            .Where(pair => pair.Value.State == Healthy && IsExpected(turn, pair.Key, naivePort))
            .Select(pair => JsonValue.Create(UpstreamChannels.Of(pair.Key, naivePort)))]);
        var details = new JsonObject { ["serving"] = serving }.ToJsonString();
        for (var i = 0; i < turn.Events.Count; i++)
        {
            if (turn.Events[i] is { Alert: not null, Details: null, Type: Type or "flapping" or "all_down" } row)
                turn.Events[i] = row with { Details = details };
        }
    }

    private static void Put(EdgeTurn turn, string name, UpstreamState upstream) =>
        turn.State = turn.State with { Upstreams = turn.State.Upstreams.SetItem(name, upstream) };
}
