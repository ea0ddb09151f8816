namespace Vespid.Storage.Queries;

/// <summary>A member of an organisation.</summary>
public sealed record MemberItem(Guid OrganizationId, Guid UserId, string Email, string? DisplayName, string Role, DateTimeOffset CreatedAt);
