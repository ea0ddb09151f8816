namespace Vespid.Storage.Queries;

/// <summary>A partner.</summary>
/// <param name="LiveNodes">Edges that are not retired.</param>
public sealed record PartnerItem(
    string Id, Guid OrganizationId, string? DisplayName, IReadOnlyList<string> AllowedDomains, int MaxNodes, bool StatusPage, bool LegacyAnonKeys, int LiveNodes,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
