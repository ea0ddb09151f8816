namespace Vespid.Storage.Queries;

/// <summary>A workflow.</summary>
public sealed record WorkflowItem(
    Guid Id,
    Guid OrganizationId,
    string Name,
    string Status,
    int Revision,
    string Dsl,
    Guid? CreatedByUserId,
    Guid? UpdatedByUserId,
    DateTimeOffset? PublishedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
