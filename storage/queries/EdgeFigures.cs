namespace Vespid.Storage.Queries;

/// <summary>What a monitor wants to know of one live edge.</summary>
/// <param name="Upstreams">State by dial address.</param>
/// <param name="Channels">Status word by channel.</param>
public sealed record EdgeFigures(
    string NodeId, string Liveness, DateTimeOffset? LastSeenAt, int UpstreamsHealthy, int UpstreamsExpected, long EpochDesired, long EpochIssued, long EpochApplied,
    IReadOnlyDictionary<string, string> Upstreams, IReadOnlyDictionary<string, string> Channels);
