using System.Text.Json;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>Who did what.</summary>
/// <param name="Change">What changed, secrets masked: <c>from</c> and <c>to</c>.</param>
internal sealed record AuditAnswer(
    Guid Id,
    Guid? OrganizationId,
    string ActorKind,
    string? ActorId,
    string Action,
    string TargetKind,
    string? TargetId,
    JsonElement? Change,
    string? RemoteAddress,
    DateTimeOffset CreatedAt)
{
    public static AuditAnswer From(AuditItem item) => new(
        item.Id, item.OrganizationId, item.ActorKind, item.ActorId, item.Action, item.TargetKind, item.TargetId, StoredJson.Parse(item.Change),
        item.RemoteAddress, item.CreatedAt);
}
