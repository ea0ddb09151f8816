namespace Vespid.Storage.Queries;

/// <summary>A membership as the user sees it.</summary>
public sealed record MembershipItem(Guid OrganizationId, string OrganizationName, Guid UserId, string Role, DateTimeOffset CreatedAt);
