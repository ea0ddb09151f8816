using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>What nobody wants to hear now: held, silenced, or said already by something greater.</summary>
internal static class Muting
{
    private const string Hold = "hold";

    public static void Apply(AlertTurn turn)
    {
        foreach (var one in turn.Open.ToList())
        {
            if (SilencedBy(turn, one) is { } silence)
                Quieten(turn, one, AlertHow.Silenced, silence);
            else if (InhibitedBy(turn, one) is { } greater)
                Quieten(turn, one, AlertHow.Inhibited, greater);
            else if (EndOfQuiet(turn, one) is { } quiet)
                Quieten(turn, one, quiet.How, quiet.Reason);
        }
    }

    /// <summary>Why a trouble that goes on is not to be told now; null when it is.</summary>
    public static string? Of(AlertTurn turn, string key, KeyState state)
    {
        if (turn.Inbox.Held.Contains(state.NodeId))
            return $"{AlertHow.Silenced}:{Hold}";
        if (turn.Inbox.Silences.FirstOrDefault(silence => Covers(silence, turn.Now, state)) is { } found)
            return $"{AlertHow.Silenced}:{found.Id}";
        return InhibitedBy(turn, state.NodeId, key, state.Alert) is { } greater ? $"{AlertHow.Inhibited}:{greater}" : null;
    }

    /// <summary>Whether a window is open; one that repeats comes again at the same time of day, or of the week.</summary>
    public static bool IsActive(SilenceRecord silence, DateTimeOffset now)
    {
        if (now < silence.StartsAt)
            return false;
        var period = silence.Repeat switch
        {
            "daily" => TimeSpan.FromDays(1),
            "weekly" => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        return period == TimeSpan.Zero ? now < silence.EndsAt : (now - silence.StartsAt).Ticks % period.Ticks < (silence.EndsAt - silence.StartsAt).Ticks;
    }

    private static string? SilencedBy(AlertTurn turn, AlertEvent one) => one.Muted is not null
        ? one.Muted
        : turn.Inbox.Silences.FirstOrDefault(silence => IsActive(silence, turn.Now)
            && (silence.OrganizationId == Guid.Empty || silence.OrganizationId == one.OrganizationId)
            && Equal(silence.PartnerId, one.PartnerId) && Equal(silence.NodeId, one.NodeId) && Equal(silence.Region, one.Region)
            && Equal(silence.Alert, one.Alert) && Equal(silence.Subject, one.Subject) && Equal(silence.Severity, one.Severity))?.Id.ToString();

    private static bool Covers(SilenceRecord silence, DateTimeOffset now, KeyState state) => IsActive(silence, now)
        && (silence.OrganizationId == Guid.Empty || silence.OrganizationId == state.OrganizationId)
        && Equal(silence.PartnerId, state.PartnerId) && Equal(silence.NodeId, state.NodeId) && Equal(silence.Region, state.Region)
        && Equal(silence.Alert, state.Alert) && Equal(silence.Subject, state.Subject) && Equal(silence.Severity, state.Severity);

    private static bool Equal(string? wanted, string? found) => wanted is null || wanted == found;

    private static string? InhibitedBy(AlertTurn turn, AlertEvent one) => InhibitedBy(turn, one.NodeId, one.Key, one.Alert);

    private static string? InhibitedBy(AlertTurn turn, string nodeId, string key, string alert)
    {
        if (key != EdgeKeys.Liveness(nodeId) && turn.IsFiring(nodeId, EdgeAlerts.EdgeSilent))
            return EdgeAlerts.EdgeSilent;
        return alert is EdgeAlerts.UpstreamDown or EdgeAlerts.NeverUp && turn.IsFiring(nodeId, EdgeAlerts.AllUpstreamsDown) ? EdgeAlerts.AllUpstreamsDown : null;
    }

    /// <summary>A recovery whose failure was never told is accounted for like it.</summary>
    private static (string How, string Reason)? EndOfQuiet(AlertTurn turn, AlertEvent one)
    {
        if (one.Firing || one.IncidentId is null || turn.KeyOf(one.Key) is not { Quiet: { } quiet, Told: false })
            return null;
        // The failure itself may still be open.
        if (turn.Open.Any(other => other.Firing && other.Key == one.Key && other.Id.CompareTo(one.Id) < 0))
            return null;
        var colon = quiet.IndexOf(':', StringComparison.Ordinal);
        return (quiet[..colon], quiet[(colon + 1)..]);
    }

    private static void Quieten(AlertTurn turn, AlertEvent one, string how, string reason)
    {
        turn.Settle(one, how, null, reason);
        if (turn.KeyOf(one.Key) is not { } key)
            return;
        if (one.Firing && !key.Told)
            turn.Put(one.Key, key with { Quiet = $"{how}:{reason}" });
        else if (!one.Firing && !key.Firing)
            turn.Put(one.Key, key with { Told = false, Quiet = null });
    }
}
