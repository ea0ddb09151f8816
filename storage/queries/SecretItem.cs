namespace Vespid.Storage.Queries;

/// <summary>An account's secret by name; its value is never read for a list.</summary>
/// <param name="Id">Of the current value.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Name">Name.</param>
/// <param name="KekId">Key the current value is under.</param>
/// <param name="PreviousRetiresAt">Until when the value before it verifies too; null without one.</param>
/// <param name="CreatedByUserId">Who made it.</param>
/// <param name="UpdatedByUserId">Who changed it.</param>
/// <param name="CreatedAt">When the current value was made.</param>
/// <param name="UpdatedAt">When it was changed.</param>
public sealed record SecretItem(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string Name,
    string KekId,
    DateTimeOffset? PreviousRetiresAt,
    Guid? CreatedByUserId,
    Guid? UpdatedByUserId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
