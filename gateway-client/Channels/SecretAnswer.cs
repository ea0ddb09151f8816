using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>A secret by its name; the value is never shown.</summary>
/// <param name="PreviousRetiresAt">Until when the value before it verifies too.</param>
internal sealed record SecretAnswer(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string Name,
    DateTimeOffset? PreviousRetiresAt,
    Guid? CreatedByUserId,
    Guid? UpdatedByUserId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static SecretAnswer From(SecretItem item) => new(
        item.Id, item.OrganizationId, item.AccountId, item.Name, item.PreviousRetiresAt, item.CreatedByUserId, item.UpdatedByUserId, item.CreatedAt, item.UpdatedAt);
}
