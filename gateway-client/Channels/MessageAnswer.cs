using System.Text.Json;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>A message in or out.</summary>
internal sealed record MessageAnswer(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string ConversationId,
    string Direction,
    string ProviderMessageId,
    long? SessionEventSeq,
    string Status,
    int AttemptCount,
    JsonElement? Payload,
    string? Error,
    string? SenderId,
    string? Text,
    Guid? SessionId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MessageAnswer From(MessageItem item) => new(
        item.Id, item.OrganizationId, item.AccountId, item.ConversationId, item.Direction, item.ProviderMessageId, item.SessionEventSeq, item.Status,
        item.AttemptCount, StoredJson.Parse(item.Payload), item.Error, item.SenderId, item.Text, item.SessionId, item.CreatedAt, item.UpdatedAt);
}
