namespace Vespid.Storage.Queries;

/// <summary>Something that happened on a channel account.</summary>
public sealed record EventItem(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string? ConversationId,
    string EventType,
    string Level,
    string? Message,
    string? Payload,
    DateTimeOffset CreatedAt);
