using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>channel_event_log</c>: something an operator should be able to see later.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="ConversationId">Conversation, if one.</param>
/// <param name="EventType">For example <c>channel.signature.invalid</c>.</param>
/// <param name="Level"><c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Message">Short text.</param>
/// <param name="Payload">JSON text.</param>
public sealed record ChannelEventRow(
    Guid Id, Guid OrganizationId, Guid AccountId, string? ConversationId, string EventType, string Level, string? Message, string? Payload) : CommitRow;
