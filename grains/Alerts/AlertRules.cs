using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>What a receiver is told, and how each event is accounted for.</summary>
internal static class AlertRules
{
    public static AlertDecision Decide(AlertInbox inbox, AlertState state, EdgeOptions options, IIdSource ids)
    {
        var turn = new AlertTurn(inbox, state, options, ids);
        Fold(turn);
        Muting.Apply(turn);
        Cascades.Apply(turn);
        if (turn.State.HeldSince is null)
        {
            Breakers.Apply(turn);
            Delivery.Apply(turn);
            Reminders.Apply(turn);
        }

        foreach (var one in turn.Open.ToList())
            turn.Wait(one, turn.Now + TimeSpan.FromSeconds(1));
        Forget(turn);
        return new AlertDecision(turn.State, [.. turn.Entries], [.. turn.Accounts], turn.NextAt is { } at ? at - turn.Now : null);
    }

    /// <summary>What is true now, whoever is told.</summary>
    private static void Fold(AlertTurn turn)
    {
        foreach (var one in turn.Open.Where(one => !one.Deferred))
        {
            var known = turn.KeyOf(one.Key);
            var begins = one.Firing && known?.IncidentId != one.IncidentId;
            turn.Put(one.Key, new KeyState
            {
                NodeId = one.NodeId,
                Label = one.Label,
                PartnerId = one.PartnerId,
                OrganizationId = one.OrganizationId,
                Region = one.Region,
                Alert = one.Alert,
                Severity = one.Firing ? one.Severity : known?.Severity ?? one.Severity,
                Subject = one.Subject,
                Text = one.Text,
                Firing = one.Firing,
                IncidentId = one.IncidentId ?? known?.IncidentId,
                Since = begins || known is null ? one.ObservedAt : known.Since,
                Told = known?.Told ?? false,
                ToldAt = known?.ToldAt,
                ToldSeverity = known?.ToldSeverity,
                Quiet = known?.Quiet,
                LastSentAt = known?.LastSentAt,
                LastReminderAt = begins ? null : known?.LastReminderAt,
                Reminders = begins ? 0 : known?.Reminders ?? 0,
                Escalated = !begins && (known?.Escalated ?? false),
            });
        }
    }

    private static void Forget(AlertTurn turn)
    {
        var open = turn.Inbox.Events.Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var done = turn.State.Keys
            .Where(pair => !pair.Value.Firing && (pair.Value.LastSentAt is not { } sent || turn.Now - sent >= turn.Options.MinInterval)
                && !open.Contains(pair.Key))
            .Select(pair => pair.Key).ToList();
        turn.State = turn.State with { Keys = turn.State.Keys.RemoveRange(done) };
        foreach (var at in turn.State.Keys.Values.Where(key => !key.Firing).Select(key => key.LastSentAt + turn.Options.MinInterval))
        {
            if (at is { } forgotten && forgotten > turn.Now)
                turn.LookAt(forgotten);
        }
    }
}
