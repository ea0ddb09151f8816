using System.Text.Json;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Delivery;

/// <summary>Something on its way to the outside world.</summary>
/// <param name="Status"><c>queued</c>, <c>sending</c>, <c>retrying</c>, <c>sent</c>, <c>unknown</c>, <c>dead_letter</c>, <c>expired</c> or <c>canceled</c>.</param>
/// <param name="ErrorClass"><c>transient</c>, <c>permanent</c> or <c>unknown</c>.</param>
/// <param name="PossibleDuplicate">An earlier attempt may have arrived.</param>
internal sealed record OutboxAnswer(
    Guid Id,
    long Seq,
    string LaneKey,
    string Kind,
    Guid OrganizationId,
    Guid? AccountId,
    string? ConversationId,
    JsonElement Payload,
    string Status,
    int AttemptCount,
    DateTimeOffset DueAt,
    DateTimeOffset ExpiresAt,
    string? LastError,
    string? ErrorClass,
    string? ProviderMessageId,
    bool PossibleDuplicate,
    Guid? RunId,
    Guid? SessionId,
    long? SessionSeq,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? SentAt)
{
    public static OutboxAnswer From(OutboxItem item) => new(
        item.Id, item.Seq, item.LaneKey, item.Kind, item.OrganizationId, item.AccountId, item.ConversationId, JsonElement.Parse(item.Payload),
        item.Status, item.AttemptCount, item.DueAt, item.ExpiresAt, item.LastError, item.ErrorClass, item.ProviderMessageId, item.PossibleDuplicate,
        item.RunId, item.SessionId, item.SessionSeq, item.CreatedAt, item.UpdatedAt, item.SentAt);
}
