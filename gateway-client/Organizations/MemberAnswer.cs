using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>A member of an organisation.</summary>
internal sealed record MemberAnswer(Guid UserId, string Email, string? DisplayName, string Role, DateTimeOffset CreatedAt)
{
    public static MemberAnswer From(MemberItem item) => new(item.UserId, item.Email, item.DisplayName, item.Role, item.CreatedAt);
}
