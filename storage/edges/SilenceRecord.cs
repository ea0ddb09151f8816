namespace Vespid.Storage.Edges;

/// <summary>A silence or a maintenance window. Fields that are null match all.</summary>
/// <param name="OrganizationId">Whose edges it covers; organisation 0 covers all.</param>
/// <param name="Repeat"><c>none</c>, <c>daily</c> or <c>weekly</c>: the window comes again.</param>
public sealed record SilenceRecord(
    Guid Id, Guid OrganizationId, string Kind, string? PartnerId, string? NodeId, string? Region, string? Alert, string? Subject, string? Severity,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Repeat);
