namespace Vespid.Storage.Queries;

/// <summary>A silence or a maintenance window. Fields that are null match all.</summary>
/// <param name="EndedAt">When somebody ended it early.</param>
/// <param name="IsActive">By the database's clock, within its window or one that comes again.</param>
public sealed record SilenceItem(
    Guid Id, Guid OrganizationId, string Kind, string? PartnerId, string? NodeId, string? Region, string? Alert, string? Subject, string? Severity,
    string Reason, string Author, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Repeat, DateTimeOffset? EndedAt, bool IsActive);
