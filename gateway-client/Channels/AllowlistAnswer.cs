using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>An allowlist entry.</summary>
internal sealed record AllowlistAnswer(Guid Id, Guid OrganizationId, Guid AccountId, string Scope, string Subject, Guid? CreatedByUserId, DateTimeOffset CreatedAt)
{
    public static AllowlistAnswer From(AllowlistItem item) =>
        new(item.Id, item.OrganizationId, item.AccountId, item.Scope, item.Subject, item.CreatedByUserId, item.CreatedAt);
}
