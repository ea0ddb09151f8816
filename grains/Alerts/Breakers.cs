using System.Collections.Immutable;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>An edge that says too much is parked: its changes are counted and told in digests until it is calm.</summary>
internal static class Breakers
{
    private const string Reason = "parked";
    private static readonly TimeSpan Soundness = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(600);

    public static void Apply(AlertTurn turn)
    {
        foreach (var nodeId in turn.State.Breakers.Keys.ToList())
        {
            var breaker = turn.State.Breakers[nodeId];
            breaker = breaker with { Sent = breaker.Sent.RemoveAll(at => turn.Now - at >= turn.Options.BreakerWindow) };
            if (breaker.State != BreakerState.Closed)
                Follow(turn, nodeId, breaker);
            else if (breaker.Sent.IsEmpty)
                turn.State = turn.State with { Breakers = turn.State.Breakers.Remove(nodeId) };
            else
                turn.Put(nodeId, breaker);
        }
    }

    public static bool IsOpen(AlertTurn turn, string nodeId) =>
        turn.State.Breakers.TryGetValue(nodeId, out var breaker) && breaker.State != BreakerState.Closed;

    /// <summary>Whether one more message about the edge is one too many.</summary>
    public static bool IsFull(AlertTurn turn, string nodeId) =>
        turn.State.Breakers.TryGetValue(nodeId, out var breaker) && breaker.Sent.Length >= turn.Options.BreakerMax;

    public static void Count(AlertTurn turn, string nodeId, string label)
    {
        var breaker = turn.State.Breakers.GetValueOrDefault(nodeId) ?? new BreakerState();
        turn.Put(nodeId, breaker with { Sent = breaker.Sent.Add(turn.Now), Label = label });
    }

    /// <summary>Opens the breaker with one notice, which names the events that would have been told now.</summary>
    public static void Open(AlertTurn turn, KeyState edge, IReadOnlyList<AlertEvent> events, string why)
    {
        var breaker = turn.State.Breakers.GetValueOrDefault(edge.NodeId) ?? new BreakerState();
        var worst = turn.State.Keys.Values.Where(key => key.NodeId == edge.NodeId && key.Firing)
            .Select(key => key.Severity).Concat(events.Select(one => one.Severity)).MaxBy(Severities.Rank) ?? Severities.Warn;
        turn.Put(edge.NodeId, breaker with
        {
            State = BreakerState.Open,
            Label = edge.Label,
            OpenedAt = turn.Now,
            DigestAt = turn.Now + turn.Options.BreakerDigest,
            Reason = why,
            Worst = worst,
            SoundSince = IsSound(turn, edge.NodeId) ? turn.Now : null,
            TroubleAt = null,
            Parked = events.Count,
        });
        turn.LookAt(turn.Now + turn.Options.BreakerDigest);
        turn.LookAt(turn.Now + Soundness);
        var lines = events.GroupBy(one => one.Key).Select(Summary);
        Tell(turn, edge.NodeId, edge, EdgeAlerts.Parked, $"[{edge.Label}] PARKED: {why}. Unpark: vespid edges unpark {edge.NodeId}", lines, events, Severities.Warn, "firing");
    }

    /// <summary>An operator's word: from here on as if nothing had been.</summary>
    public static AlertState Unpark(AlertState state, string? nodeId) => state with
    {
        Breakers = nodeId is null ? state.Breakers.Clear() : state.Breakers.Remove(nodeId),
    };

    /// <summary>Those that somebody besides the receiver may ask for.</summary>
    public static ImmutableArray<EdgeBreaker> NotClosed(AlertState state) =>
    [
        .. state.Breakers.Where(pair => pair.Value.State != BreakerState.Closed)
            .Select(pair => new EdgeBreaker(pair.Key, pair.Value.State, pair.Value.OpenedAt, pair.Value.Sent.Length, pair.Value.Parked, pair.Value.Reason)),
    ];

    private static void Follow(AlertTurn turn, string nodeId, BreakerState breaker)
    {
        var events = turn.Open.Where(one => one.NodeId == nodeId && !Passes(breaker, one)).ToList();
        foreach (var one in turn.Open.Where(one => one.NodeId == nodeId && Passes(breaker, one)))
            breaker = breaker with { Worst = one.Severity };
        var trouble = events.Exists(one => one.Firing && !one.Deferred);
        breaker = breaker with
        {
            Parked = breaker.Parked + events.Count(one => !one.Deferred || one.Reason != Reason),
            SoundSince = IsSound(turn, nodeId) ? breaker.SoundSince ?? turn.Now : null,
        };
        if (breaker.State == BreakerState.Open && (turn.Now - breaker.OpenedAt >= turn.Options.BreakerHalfOpen || turn.Now - breaker.SoundSince >= Soundness))
            breaker = breaker with { State = BreakerState.HalfOpen, TroubleAt = turn.Now };
        else if (breaker.State == BreakerState.HalfOpen && trouble)
            breaker = breaker with { State = BreakerState.Open, OpenedAt = turn.Now, SoundSince = IsSound(turn, nodeId) ? turn.Now : null, TroubleAt = null };

        if (breaker.State == BreakerState.HalfOpen && turn.Now - breaker.TroubleAt >= Calm)
        {
            turn.State = turn.State with { Breakers = turn.State.Breakers.Remove(nodeId) };
            Digest(turn, nodeId, breaker, events, EdgeAlerts.Resumed);
            return;
        }

        if (turn.Now >= breaker.DigestAt)
        {
            breaker = breaker with { DigestAt = turn.Now + turn.Options.BreakerDigest };
            if (events.Count > 0)
            {
                Digest(turn, nodeId, breaker, events, EdgeAlerts.Parked);
                events = [];
            }
        }

        turn.Put(nodeId, breaker);
        LookAgain(turn, breaker);
        foreach (var one in events)
            turn.Defer(one, Reason, breaker.DigestAt ?? turn.Now + turn.Options.BreakerDigest);
    }

    private static void LookAgain(AlertTurn turn, BreakerState breaker)
    {
        turn.LookAt(breaker.DigestAt ?? turn.Now + turn.Options.BreakerDigest);
        if (breaker.State == BreakerState.HalfOpen)
            turn.LookAt((breaker.TroubleAt ?? turn.Now) + Calm);
        else if (breaker.SoundSince is { } sound)
            turn.LookAt(sound + Soundness);
        else
            turn.LookAt((breaker.OpenedAt ?? turn.Now) + turn.Options.BreakerHalfOpen);
    }

    /// <summary>What is worse than all that was told passes, once.</summary>
    private static bool Passes(BreakerState breaker, AlertEvent one) => one.Firing && Severities.Rank(one.Severity) > Severities.Rank(breaker.Worst ?? Severities.Info);

    private static bool IsSound(AlertTurn turn, string nodeId) =>
        !turn.IsFiring(nodeId, EdgeAlerts.AllUpstreamsDown) && !turn.IsFiring(nodeId, EdgeAlerts.EdgeSilent);

    private static void Digest(AlertTurn turn, string nodeId, BreakerState breaker, List<AlertEvent> events, string alert)
    {
        var edge = events.Count > 0 ? turn.KeyOf(events[^1].Key) : turn.State.Keys.Values.FirstOrDefault(key => key.NodeId == nodeId);
        var minutes = (turn.Now - (breaker.OpenedAt ?? turn.Now)).TotalMinutes;
        var first = alert == EdgeAlerts.Resumed
            ? $"[{breaker.Label}] RESUMED after {minutes:F0} min, {breaker.Parked} changes were parked"
            : $"[{breaker.Label}] PARKED for {minutes:F0} min, {breaker.Parked} changes so far";
        Tell(
            turn, nodeId, edge, alert, first, events.GroupBy(one => one.Key).Select(Summary), events,
            alert == EdgeAlerts.Resumed ? Severities.Info : Severities.Warn, alert == EdgeAlerts.Resumed ? "resolved" : "firing");
    }

    private static void Tell(
        AlertTurn turn, string nodeId, KeyState? edge, string alert, string first, IEnumerable<string> lines, IReadOnlyList<AlertEvent> events, string severity, string status)
    {
        var entry = turn.Send(AlertKinds.Digest, new AlertMessage
        {
            Message = AlertTexts.Cut(string.Join('\n', lines.Prepend(first))),
            Severity = severity,
            Alert = alert,
            Status = status,
            Edge = nodeId,
            Partner = edge?.PartnerId,
            Region = edge?.Region,
            StartsAt = turn.Now,
            EndsAt = status == "resolved" ? turn.Now : null,
            DedupeKey = AlertTexts.DedupeKey(nodeId, alert, null, turn.Now, status),
            Count = Math.Max(1, events.Count),
        });
        foreach (var one in events)
        {
            turn.Settle(one, AlertHow.Parked, entry);
            Delivery.MarkTold(turn, one.Key, sent: true);
        }
    }

    private static string Summary(IGrouping<string, AlertEvent> changes) =>
        changes.Count() == 1 ? changes.First().Text : AlertTexts.Merged([.. changes]);
}
