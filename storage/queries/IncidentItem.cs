namespace Vespid.Storage.Queries;

/// <summary>A trouble of an edge, from the event that began it.</summary>
/// <param name="Event">That event; its id is the incident's.</param>
/// <param name="ResolvedAt">When it ended.</param>
/// <param name="AcknowledgedBy">Who looks after it.</param>
/// <param name="AcknowledgedAt">Since when.</param>
/// <param name="Note">What that person wrote.</param>
public sealed record IncidentItem(EdgeEventItem Event, DateTimeOffset? ResolvedAt, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt, string? Note);
