using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Edges;

/// <summary>What operators see.</summary>
internal static class EdgeViews
{
    public static EdgeView Of(EdgeRecord edge, EdgeState state, DateTimeOffset? seenAt) => new()
    {
        NodeId = edge.NodeId,
        OrganizationId = edge.OrganizationId,
        PartnerId = edge.PartnerId,
        Label = edge.Label,
        Liveness = edge.IsRetired ? "retired" : state.Liveness,
        Verdict = EdgeRules.Judge(state, edge.ChannelsWanted).Verdict,
        LastSeenAt = seenAt,
        Upstreams =
        [
            .. state.Upstreams.Select(pair => new UpstreamView(
                pair.Key, UpstreamChannels.Of(pair.Key, state.NaivePort), UpstreamRules.IsExpected(state, edge.ChannelsWanted, pair.Key, state.NaivePort), pair.Value.State,
                pair.Value.Since, pair.Value.FlappingSince is not null)),
        ],
        Channels = [.. state.Channels.Select(pair => new ChannelView(pair.Key, pair.Value.Status, ChannelStatuses.ClassOf(pair.Value.Status).ToString().ToLowerInvariant(), pair.Value.Since))],
        Probes = [.. state.Probes.Select(pair => new ProbeView(pair.Key, pair.Value.Failing, pair.Value.RttMs, pair.Value.ProbedAt))],
        Incidents = [.. state.Incidents.Values.Select(incident => new IncidentView(incident.Id, incident.Alert, incident.Severity, incident.Subject, incident.Since))],
        Commands = state.Commands,
        Epochs = new EpochView(state.EpochDesired, state.EpochIssued, state.EpochApplied, state.EpochError),
        AgentVersion = state.AgentVersion,
        KeysVersion = state.KeysVersion,
        ChannelsVersion = state.ChannelsVersion,
    };
}
