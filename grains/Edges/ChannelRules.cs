namespace Vespid.Grains.Edges;

/// <summary>Statuses of channels, and probes of them.</summary>
internal static class ChannelRules
{
    private const int BadUntilFailing = 3;
    private const int GoodUntilFine = 2;
    private static readonly TimeSpan PeerFreshness = TimeSpan.FromMinutes(10);

    /// <param name="turn">The decision.</param>
    /// <param name="statuses">From the status file.</param>
    /// <param name="rendered">Whether the edge has rendered its files anew since: the one way out of a sticky failure, besides working.</param>
    public static void ApplyStatuses(EdgeTurn turn, IReadOnlyDictionary<string, string> statuses, bool rendered)
    {
        foreach (var (name, reported) in statuses)
        {
            if (!ChannelStatuses.IsKnownWord(reported))
                turn.Warnings.Add($"channels: {name} has the unknown status {reported}, taken as failed");
            var isKnown = ChannelStatuses.Known.Contains(name);
            if (!isKnown)
                turn.Warnings.Add($"channels: {name} is no channel of this edge");
            var before = turn.State.Channels.GetValueOrDefault(name);
            var status = before is not null && !rendered && ChannelStatuses.IsSticky(before.Status) && ChannelStatuses.ClassOf(reported) == ChannelClass.Neutral
                ? before.Status
                : reported;
            if (before?.Status == status)
                continue;
            turn.State = turn.State with { Channels = turn.State.Channels.SetItem(name, new ChannelState(status, turn.Now)) };
            Tell(turn, name, before?.Status, status, isKnown);
        }
    }

    public static void ApplyProbe(EdgeTurn turn, GrainInterfaces.Edges.ChannelProbe probe)
    {
        var before = turn.State.Probes.GetValueOrDefault(probe.Channel) ?? new ProbeState(0, 0, false, null, null);
        var next = before with { RttMs = probe.RttMs ?? before.RttMs, ProbedAt = probe.ProbedAt ?? turn.Now };
        if (probe.HandshakeOk is { } ok)
            next = ok ? next with { Bad = 0, Good = before.Good + 1 } : next with { Bad = before.Bad + 1, Good = 0 };
        var key = turn.KeyOf("probe", probe.Channel);
        if (!next.Failing && next.Bad >= BadUntilFailing)
        {
            next = next with { Failing = true };
            turn.Open(new AlertText(
                "probe", EdgeAlerts.HandshakeFailed, Severities.Warn, key, probe.Channel,
                $"[{turn.Edge.Label}] PROBE {probe.Channel} failing" + (probe.Reason is { Length: > 0 } why ? $" ({why})" : "")));
        }
        else if (next.Failing && next.Good >= GoodUntilFine)
        {
            next = next with { Failing = false };
            turn.Close(new AlertText("probe", EdgeAlerts.HandshakeFailed, Severities.Info, key, probe.Channel, $"[{turn.Edge.Label}] PROBE {probe.Channel} working again"));
        }

        turn.State = turn.State with { Probes = turn.State.Probes.SetItem(probe.Channel, next) };
    }

    /// <summary>One prober is advisory: two have to agree, each twice in a row.</summary>
    public static void ApplyPeer(EdgeTurn turn, GrainInterfaces.Edges.PeerProbe probe)
    {
        var id = $"{probe.Channel}|{probe.ProberNodeId}";
        var bad = probe.HandshakeOk ? 0 : (turn.State.Peers.GetValueOrDefault(id)?.Bad ?? 0) + 1;
        var peers = turn.State.Peers
            .RemoveRange(turn.State.Peers.Where(pair => turn.Now - pair.Value.LastAt > PeerFreshness).Select(pair => pair.Key))
            .SetItem(id, new PeerState(probe.Channel, probe.ProberNodeId, bad, turn.Now));
        turn.State = turn.State with { Peers = peers };
        var against = peers.Values.Count(peer => peer.Channel == probe.Channel && peer.Bad >= 2);
        var key = turn.KeyOf("peer", probe.Channel);
        if (against >= 2 && !turn.IsOpen(key))
        {
            turn.Open(new AlertText(
                "peer", EdgeAlerts.PeerUnreachable, Severities.Warn, key, probe.Channel, $"[{turn.Edge.Label}] PEER {probe.Channel} unreachable, {against} edges agree"));
        }
        else if (against == 0 && probe.HandshakeOk)
        {
            turn.Close(new AlertText("peer", EdgeAlerts.PeerUnreachable, Severities.Info, key, probe.Channel, $"[{turn.Edge.Label}] PEER {probe.Channel} reachable again"));
        }
    }

    private static void Tell(EdgeTurn turn, string name, string? from, string to, bool isKnown)
    {
        var key = turn.KeyOf("channel", name);
        var failed = ChannelStatuses.ClassOf(to) == ChannelClass.Failed;
        var change = from is null ? $"{name}={to}" : $"{name}={from} -> {to}";
        if (failed && isKnown && !turn.IsOpen(key))
        {
            turn.Open(new AlertText("channel", EdgeAlerts.ChannelFailed, Severities.Warn, key, name, $"[{turn.Edge.Label}] CHANNEL {name}={to}") { From = from, To = to });
        }
        else if (!failed && turn.IsOpen(key))
        {
            turn.Close(new AlertText("channel", EdgeAlerts.ChannelFailed, Severities.Info, key, name, $"[{turn.Edge.Label}] CHANNEL {change}") { From = from, To = to });
        }
        else
        {
            turn.Note("channel", name, from, to);
        }
    }
}
