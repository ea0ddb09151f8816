namespace Vespid.Gateway.Channels;

/// <summary>Messages, newest first.</summary>
internal sealed record MessageList(IReadOnlyList<MessageAnswer> Messages, string? NextCursor);
