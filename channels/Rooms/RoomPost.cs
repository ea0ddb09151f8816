using System.Collections.Immutable;

namespace Vespid.Channels;

/// <summary>A message to a chat.</summary>
public sealed record RoomPost
{
    /// <summary>Chat or channel.</summary>
    public required string Place { get; init; }

    /// <summary>Topic of a Telegram forum, or Discord thread.</summary>
    public string? Topic { get; init; }

    /// <summary>In the platform's markup: Telegram's HTML, Discord's Markdown.</summary>
    public required string Text { get; init; }

    /// <summary>The platform's id of the message that it answers.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Discord takes a nonce once within some minutes; at most 25 characters.</summary>
    public string? Nonce { get; init; }

    public RoomFile? File { get; init; }

    /// <summary>Discord's <c>allowed_mentions.parse</c>; empty pings nobody.</summary>
    public ImmutableArray<string> AllowMentions { get; init; } = [];

    /// <summary>Speaks as somebody else, through a webhook; null speaks as the bot.</summary>
    public RoomSpeaker? Speaker { get; init; }
}

/// <summary>Somebody that a webhook speaks as.</summary>
/// <param name="Webhook">Webhook.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="AvatarUrl">Public address.</param>
public sealed record RoomSpeaker(RoomWebhook Webhook, string Name, string? AvatarUrl);

/// <summary>A webhook of the bot's own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">Never logged.</param>
public sealed record RoomWebhook(string Id, string Token)
{
    public override string ToString() => Id;
}

/// <summary>A file to send.</summary>
/// <param name="Kind"><c>photo</c>, <c>video</c>, <c>voice</c>, <c>audio</c>, <c>animation</c>, <c>sticker</c> or <c>document</c>.</param>
/// <param name="Name">File name.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Bytes">Content.</param>
public sealed record RoomFile(string Kind, string Name, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>A message of the bot that is there already.</summary>
/// <param name="Place">Chat or channel.</param>
/// <param name="Topic">Thread, where the message is in one.</param>
/// <param name="MessageId">The platform's id.</param>
/// <param name="Webhook">Webhook that spoke it.</param>
/// <param name="IsCaption">Its text stands under a file.</param>
public sealed record RoomCopy(string Place, string? Topic, string MessageId, RoomWebhook? Webhook = null, bool IsCaption = false);

/// <summary>The bot behind a token.</summary>
public sealed record RoomBot(string Id, string? Username);

/// <summary>What the bot may do in a chat.</summary>
/// <param name="Missing">Words such as <c>member</c>, <c>see_all_messages</c>, <c>send</c>, <c>manage_webhooks</c>; empty when nothing is.</param>
/// <param name="Title">Name of the chat.</param>
public sealed record RoomAccess(ImmutableArray<string> Missing, string? Title);
