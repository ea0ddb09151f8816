using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>What leaves now, alone or with others of its edge, and what waits for its key.</summary>
internal static class Delivery
{
    private const string Interval = "interval";
    private const string FlappingReason = "flapping";

    /// <summary>A change told later than this says when it was.</summary>
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(90);

    public static void Apply(AlertTurn turn)
    {
        var ready = new List<Ready>();
        foreach (var changes in turn.Open.GroupBy(one => one.Key).ToList())
        {
            var flapping = changes.Where(one => one.Flapping && IsFlapping(turn, one)).ToList();
            foreach (var one in flapping)
                turn.Defer(one, FlappingReason, turn.Now + turn.Options.RepeatWarn);
            var rest = changes.Except(flapping).ToList();
            if (rest.Count > 0 && WhenReady(turn, changes.Key, rest) is { } one2)
                ready.Add(one2);
        }

        foreach (var edge in ready.GroupBy(one => one.Events[0].NodeId))
            Send(turn, [.. edge]);
    }

    /// <summary>The receiver now knows what is true of the key.</summary>
    public static void MarkTold(AlertTurn turn, string key, bool sent)
    {
        if (turn.KeyOf(key) is not { } state)
            return;
        turn.Put(key, state with
        {
            Told = state.Firing,
            ToldAt = state.Firing ? turn.Now : null,
            ToldSeverity = state.Firing ? state.Severity : null,
            Quiet = null,
            LastSentAt = sent ? turn.Now : state.LastSentAt,
        });
    }

    /// <returns>Null when it has to wait; then that is arranged.</returns>
    private static Ready? WhenReady(AlertTurn turn, string key, List<AlertEvent> changes)
    {
        var state = turn.KeyOf(key)!;
        var force = changes.Exists(one => one is { Firing: true, Severity: Severities.Critical });
        var rises = state is { Firing: true, Told: true } && Severities.Rank(state.Severity) > Severities.Rank(state.ToldSeverity ?? Severities.Info);
        var recovers = state is { Firing: false, Told: true };
        var freeAt = state.LastSentAt is { } sent ? sent + turn.Options.MinInterval : turn.Now;
        if (!force && !rises && !recovers && turn.Now < freeAt)
        {
            foreach (var one in changes)
                turn.Defer(one, Interval, freeAt);
            return null;
        }

        var groupAt = changes.Min(one => one.CreatedAt) + turn.Options.GroupWait;
        if (!force && turn.Now < groupAt)
        {
            foreach (var one in changes)
                turn.Wait(one, groupAt);
            return null;
        }

        return new Ready(key, changes);
    }

    private static void Send(AlertTurn turn, List<Ready> keys)
    {
        var events = keys.SelectMany(key => key.Events).OrderBy(one => one.Id).ToList();
        var worst = events.MaxBy(one => (one.Firing ? 3 : 0) + Severities.Rank(one.Severity))!;
        var edge = turn.KeyOf(worst.Key)!;
        // A worse trouble than was told passes an open breaker once, and does not open it.
        var passes = Breakers.IsOpen(turn, worst.NodeId);
        if (!passes && Breakers.IsFull(turn, worst.NodeId))
        {
            Breakers.Open(turn, edge, events, $"{turn.Options.BreakerMax} messages within {turn.Options.BreakerWindow.TotalMinutes:F0} min");
            SettleFlapping(turn, events, turn.Entries[^1].Id);
            return;
        }

        var lines = keys.OrderByDescending(key => key.Events.Max(one => Severities.Rank(one.Severity))).Select(key => Line(turn, key)).ToList();
        if (AlertTexts.Context(events) is { } context)
            lines.Add(context);
        if (worst.Firing && AlertTexts.Action(worst.Alert) is { } action)
            lines.Add(action);
        lines.Add($"edge {worst.Label} ({worst.NodeId}), partner {worst.PartnerId}" + (worst.Region.Length > 0 ? $", region {worst.Region}" : ""));
        var firing = events.Exists(one => one.Firing && turn.KeyOf(one.Key) is { Firing: true });
        var entry = turn.Send(AlertKinds.Alert, new AlertMessage
        {
            Message = AlertTexts.Cut(string.Join('\n', lines)),
            Severity = worst.Severity,
            Alert = worst.Alert,
            Status = firing ? "firing" : "resolved",
            Edge = worst.NodeId,
            Partner = worst.PartnerId,
            Region = worst.Region.Length > 0 ? worst.Region : null,
            Upstream = worst.Alert.StartsWith("UPSTREAM", StringComparison.Ordinal) || worst.Alert is EdgeAlerts.Flapping or EdgeAlerts.NeverUp ? worst.Subject : null,
            StartsAt = edge.Since,
            EndsAt = firing ? null : worst.ObservedAt,
            DedupeKey = $"{worst.NodeId}/{worst.Alert}/{worst.Subject}/{worst.Id:N}",
            Count = events.Count,
        });
        Breakers.Count(turn, worst.NodeId, worst.Label);
        foreach (var key in keys)
        {
            var how = key.Events.Count > 1 || key.Events[0].Deferred ? AlertHow.Merged : keys.Count > 1 ? AlertHow.Grouped : AlertHow.Alone;
            foreach (var one in key.Events)
                turn.Settle(one, how, entry);
            MarkTold(turn, key.Key, sent: true);
        }

        SettleFlapping(turn, events, entry);
    }

    private static string Line(AlertTurn turn, Ready key) =>
        key.Events.Count == 1 && !key.Events[0].Deferred ? AlertTexts.Line(key.Events[0], turn.Now, Promptly)
            : key.Events.Count == 1 ? AlertTexts.Line(key.Events[0], turn.Now, TimeSpan.Zero)
            : AlertTexts.Merged(key.Events);

    private static bool IsFlapping(AlertTurn turn, AlertEvent one) =>
        one.Subject is { } subject && turn.KeyOf(EdgeKeys.Flapping(one.NodeId, subject)) is { } key
        && (key.Firing || turn.Open.Any(other => other.Alert == EdgeAlerts.Flapping && other.NodeId == one.NodeId && other.Subject == subject));

    /// <summary>A note on a flapping upstream names its changes up to then.</summary>
    private static void SettleFlapping(AlertTurn turn, List<AlertEvent> sent, Guid entry)
    {
        foreach (var note in sent.Where(one => one.Alert == EdgeAlerts.Flapping))
        {
            var named = turn.Inbox.Events
                .Where(one => one.Flapping && one.NodeId == note.NodeId && one.Subject == note.Subject && !turn.IsSettled(one.Id)).ToList();
            foreach (var one in named)
            {
                turn.Settle(one, AlertHow.Flapping, entry);
                MarkTold(turn, one.Key, sent: true);
            }
        }
    }

    /// <summary>A key whose changes leave.</summary>
    private sealed record Ready(string Key, List<AlertEvent> Events);
}
