namespace Vespid.Storage.Edges;

/// <summary>A circuit breaker that is not closed, at one receiver.</summary>
/// <param name="NodeId">Edge.</param>
/// <param name="State"><c>open</c> or <c>half_open</c>.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="Notified">Messages about the edge within the window.</param>
/// <param name="Parked">Changes counted since then.</param>
/// <param name="Reason">What opened it.</param>
public sealed record EdgeBreaker(string NodeId, string State, DateTimeOffset? OpenedAt, int Notified, int Parked, string? Reason);
