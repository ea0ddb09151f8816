using Vespid.Grains.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>Says again what goes on and nobody looks after; and says it to somebody else.</summary>
internal static class Reminders
{
    public static void Apply(AlertTurn turn)
    {
        var pending = turn.Inbox.Events.Where(one => !turn.IsSettled(one.Id)).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var due = new List<KeyValuePair<string, KeyState>>();
        foreach (var pair in turn.State.Keys.Where(pair => pair.Value is { Firing: true, Severity: not Severities.Info }).ToList())
        {
            if (pending.Contains(pair.Key) || Cascades.IsIn(turn, pair.Value.Region))
                continue;
            if (Muting.Of(turn, pair.Key, pair.Value) is { } quiet)
            {
                // A silence ends without an event.
                turn.LookAt(turn.Now + TimeSpan.FromMinutes(1));
                if (!pair.Value.Told && pair.Value.Quiet is null)
                    turn.Put(pair.Key, pair.Value with { Quiet = quiet });
                continue;
            }

            Escalate(turn, pair.Key, pair.Value);
            if (!Breakers.IsOpen(turn, pair.Value.NodeId) && IsDue(turn, pair.Value))
                due.Add(KeyValuePair.Create(pair.Key, turn.KeyOf(pair.Key)!));
        }

        foreach (var edge in due.GroupBy(pair => pair.Value.NodeId))
            Remind(turn, [.. edge]);
    }

    private static bool IsDue(AlertTurn turn, KeyState key)
    {
        if (!key.Told)
            return true;
        if (IsAcknowledged(turn, key))
            return false;
        var repeat = key.Severity == Severities.Critical ? turn.Options.RepeatCritical : turn.Options.RepeatWarn;
        var dueAt = Later(key.ToldAt ?? turn.Now, key.LastReminderAt ?? DateTimeOffset.MinValue) + repeat;
        if (turn.Now >= dueAt)
            return true;
        turn.LookAt(dueAt);
        return false;
    }

    private static void Remind(AlertTurn turn, List<KeyValuePair<string, KeyState>> keys)
    {
        var worst = keys.MaxBy(pair => Severities.Rank(pair.Value.Severity)).Value;
        var many = keys.Exists(pair => pair.Value is { Severity: Severities.Critical } key && key.Reminders >= turn.Options.BreakerMaxCritical);
        if (many || Breakers.IsFull(turn, worst.NodeId))
        {
            Breakers.Open(turn, worst, [], many ? $"{turn.Options.BreakerMaxCritical} reminders of one critical incident" : $"{turn.Options.BreakerMax} messages within {turn.Options.BreakerWindow.TotalMinutes:F0} min");
            return;
        }

        foreach (var (name, key) in keys)
        {
            turn.Put(name, key with
            {
                Told = true,
                ToldAt = key.Told ? key.ToldAt : turn.Now,
                ToldSeverity = key.Severity,
                Quiet = null,
                LastSentAt = turn.Now,
                LastReminderAt = key.Told ? turn.Now : key.LastReminderAt,
                Reminders = key.Told ? key.Reminders + 1 : key.Reminders,
            });
            IsDue(turn, turn.KeyOf(name)!);
        }

        Send(turn, keys, worst, receiver: null);
        Breakers.Count(turn, worst.NodeId, worst.Label);
    }

    private static void Escalate(AlertTurn turn, string name, KeyState key)
    {
        if (turn.Inbox.Receiver.EscalateTo is not { } next || key is not { Severity: Severities.Critical, Told: true, Escalated: false, ToldAt: { } toldAt } || IsAcknowledged(turn, key))
            return;
        if (turn.Now - toldAt < turn.Options.EscalateAfter)
        {
            turn.LookAt(toldAt + turn.Options.EscalateAfter);
            return;
        }

        turn.Put(name, key with { Escalated = true });
        Send(turn, [KeyValuePair.Create(name, key)], key, next);
    }

    private static void Send(AlertTurn turn, List<KeyValuePair<string, KeyState>> keys, KeyState worst, string? receiver)
    {
        var word = receiver is null ? "still, since" : "nobody has acknowledged it since";
        var lines = keys.Select(pair => $"{pair.Value.Text} ({word} {pair.Value.Since:HH:mm:ss}Z)").ToList();
        if (AlertTexts.Action(worst.Alert) is { } action)
            lines.Add(action);
        turn.Send(
            AlertKinds.Reminder,
            new AlertMessage
            {
                Message = AlertTexts.Cut(string.Join('\n', lines)),
                Severity = worst.Severity,
                Alert = worst.Alert,
                Status = "firing",
                Edge = worst.NodeId,
                Partner = worst.PartnerId,
                Region = worst.Region.Length > 0 ? worst.Region : null,
                Upstream = worst.Alert.StartsWith("UPSTREAM", StringComparison.Ordinal) ? worst.Subject : null,
                StartsAt = worst.Since,
                DedupeKey = AlertTexts.DedupeKey(worst.NodeId, worst.Alert, worst.Subject, turn.Now, receiver is null ? "reminder" : "escalation"),
                Count = keys.Count,
            },
            receiver);
    }

    private static bool IsAcknowledged(AlertTurn turn, KeyState key) => key.IncidentId is { } incident && turn.Inbox.Acknowledged.Contains(incident);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
