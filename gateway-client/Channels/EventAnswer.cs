using System.Text.Json;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>Something that happened on an account.</summary>
internal sealed record EventAnswer(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string? ConversationId,
    string EventType,
    string Level,
    string? Message,
    JsonElement? Payload,
    DateTimeOffset CreatedAt)
{
    public static EventAnswer From(EventItem item) => new(
        item.Id, item.OrganizationId, item.AccountId, item.ConversationId, item.EventType, item.Level, item.Message, StoredJson.Parse(item.Payload), item.CreatedAt);
}
