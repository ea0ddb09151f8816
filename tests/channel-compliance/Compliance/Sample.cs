using System.Text.Json.Nodes;

namespace Vespid.Tests.Channels;

/// <summary>A body that the channel must understand, and what it says.</summary>
public sealed record Sample(JsonObject Body, string Sender, string Conversation, string ProviderMessageId, string Event);
