namespace Vespid.Tests.Chaos.Checking;

/// <summary>A row of <c>inbound_messages</c>.</summary>
internal sealed record StoredMessage(Guid Id, string Channel, string Conversation, string Text, string Status);
