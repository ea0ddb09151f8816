using System.Text.Json;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Workflows;

/// <summary>A workflow.</summary>
/// <param name="Status"><c>draft</c> or <c>published</c>.</param>
/// <param name="Revision">Counts its definitions.</param>
internal sealed record WorkflowAnswer(
    Guid Id,
    Guid OrganizationId,
    string Name,
    string Status,
    int Revision,
    JsonElement Dsl,
    Guid? CreatedByUserId,
    Guid? UpdatedByUserId,
    DateTimeOffset? PublishedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static WorkflowAnswer From(WorkflowItem item) => new(
        item.Id, item.OrganizationId, item.Name, item.Status, item.Revision, JsonElement.Parse(item.Dsl),
        item.CreatedByUserId, item.UpdatedByUserId, item.PublishedAt, item.CreatedAt, item.UpdatedAt);
}
