namespace Vespid.Vendors;

/// <summary>A chat message that the fake sent.</summary>
/// <param name="BroadcasterId">Whose chat.</param>
/// <param name="SenderId">As whom.</param>
/// <param name="Text">As sent.</param>
/// <param name="ReplyTo"><c>reply_parent_message_id</c>.</param>
/// <param name="Id">The fake's id of it.</param>
public sealed record TwitchSent(string BroadcasterId, string SenderId, string Text, string? ReplyTo, string Id);
