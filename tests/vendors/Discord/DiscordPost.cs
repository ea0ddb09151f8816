namespace Vespid.Vendors;

/// <summary>A message that the fake created.</summary>
/// <param name="Channel">From the path.</param>
/// <param name="Text">As sent.</param>
/// <param name="ReplyTo"><c>message_reference.message_id</c>.</param>
/// <param name="Nonce">As sent.</param>
/// <param name="Id">The fake's id of it.</param>
public sealed record DiscordPost(string Channel, string Text, string? ReplyTo, string? Nonce, string Id);
