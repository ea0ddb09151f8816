namespace Vespid.Vendors;

/// <summary>A message that the fake created.</summary>
/// <param name="Channel">From the path.</param>
/// <param name="Text">As sent.</param>
/// <param name="ReplyTo"><c>message_reference.message_id</c>.</param>
/// <param name="Nonce">As sent.</param>
/// <param name="Id">The fake's id of it.</param>
/// <param name="Webhook">Webhook that spoke it.</param>
/// <param name="Username">Name that the webhook took.</param>
/// <param name="File">Name of its file.</param>
/// <param name="Mentions"><c>allowed_mentions.parse</c>.</param>
public sealed record DiscordPost(
    string Channel, string Text, string? ReplyTo, string? Nonce, string Id, string? Webhook = null, string? Username = null, string? File = null, string? Mentions = null);

/// <summary>A change of a message that the fake had created.</summary>
/// <param name="Channel">From the path, or of the webhook.</param>
/// <param name="Id">Which.</param>
/// <param name="Text">New text; null when it was deleted.</param>
public sealed record DiscordChange(string Channel, string Id, string? Text);
