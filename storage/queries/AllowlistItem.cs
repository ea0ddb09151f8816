namespace Vespid.Storage.Queries;

/// <summary>An allowlist entry.</summary>
public sealed record AllowlistItem(
    Guid Id, Guid OrganizationId, Guid AccountId, string Scope, string Subject, Guid? CreatedByUserId, DateTimeOffset CreatedAt);
