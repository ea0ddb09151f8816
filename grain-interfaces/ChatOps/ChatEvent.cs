using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>One thing that happened in a chat of a platform.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-event")]
public sealed record ChatEvent
{
    [Id(0)]
    public required ChatEventKind Kind { get; init; }

    /// <summary><c>telegram</c> or <c>discord</c>.</summary>
    [Id(1)]
    public required string Channel { get; init; }

    [Id(2)]
    public required string InstanceId { get; init; }

    /// <summary>Chat or channel.</summary>
    [Id(3)]
    public required string ExternalRoomId { get; init; }

    /// <summary>Topic of a Telegram forum; null outside of one.</summary>
    [Id(4)]
    public string? TopicId { get; init; }

    /// <summary>The platform's id of the message; of a deletion the first one.</summary>
    [Id(5)]
    public required string ExternalMessageId { get; init; }

    /// <summary>Of a deletion.</summary>
    [Id(6)]
    public ImmutableArray<string> DeletedIds { get; init; } = [];

    /// <summary>Null of a deletion.</summary>
    [Id(7)]
    public ChatAuthor? Author { get; init; }

    [Id(8)]
    public RichText Text { get; init; } = RichText.Empty;

    [Id(9)]
    public ImmutableArray<ChatAttachment> Attachments { get; init; } = [];

    [Id(10)]
    public string? ReplyToExternalId { get; init; }

    /// <summary>What the message that it answers says, if the platform told.</summary>
    [Id(11)]
    public string? ReplyExcerpt { get; init; }

    /// <summary>Who wrote that one.</summary>
    [Id(12)]
    public string? ReplyAuthor { get; init; }

    /// <summary>Name of the origin of a forwarded message.</summary>
    [Id(13)]
    public string? ForwardedFrom { get; init; }

    [Id(14)]
    public DateTimeOffset At { get; init; }

    /// <summary>Whether the bot is mentioned by an entity or its id.</summary>
    [Id(15)]
    public bool AddressesBot { get; init; }

    /// <summary>Tells edits of one message apart.</summary>
    [Id(16)]
    public string? EditMark { get; init; }

    /// <summary>Fetched after a time away.</summary>
    [Id(17)]
    public bool Delayed { get; init; }

    /// <summary>Items of an album share it.</summary>
    [Id(18)]
    public string? GroupId { get; init; }

    /// <summary>The chat has become this one; the event says nothing else.</summary>
    [Id(19)]
    public string? MigratedTo { get; init; }

    [Id(20)]
    public string? TraceParent { get; init; }

    /// <summary>A private chat with the bot.</summary>
    [Id(21)]
    public bool IsDirect { get; init; }
}

/// <summary>Kinds of <see cref="ChatEvent"/>.</summary>
public enum ChatEventKind
{
    Message,
    Edit,
    Delete,
    Migrated,
}

/// <summary>Who wrote a message.</summary>
/// <param name="Id">The platform's user id; of a channel post or an anonymous administrator that of the chat.</param>
/// <param name="Kind">Decides what may be done.</param>
/// <param name="Username">Without the at sign.</param>
/// <param name="GlobalName">Discord's display name; Telegram's first and last name; the title of a chat that speaks.</param>
/// <param name="Nickname">Name on the server.</param>
/// <param name="FirstName">Telegram's first name.</param>
/// <param name="AvatarUrl">Public address, never one that holds a token.</param>
/// <param name="RoleIds">Discord's roles.</param>
/// <param name="WebhookId">Webhook that spoke.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-author")]
public sealed record ChatAuthor(
    [property: Id(0)] string Id,
    [property: Id(1)] ChatAuthorKind Kind,
    [property: Id(2)] string? Username = null,
    [property: Id(3)] string? GlobalName = null,
    [property: Id(4)] string? Nickname = null,
    [property: Id(5)] string? FirstName = null,
    [property: Id(6)] string? AvatarUrl = null,
    [property: Id(7)] ImmutableArray<string> RoleIds = default,
    [property: Id(8)] string? WebhookId = null);

/// <summary>Only a user may ever run a command.</summary>
public enum ChatAuthorKind
{
    User,
    Bot,
    Webhook,
    AnonymousAdmin,
    Channel,
}

/// <summary>Something attached to a message.</summary>
/// <param name="Kind"><c>photo</c>, <c>video</c>, <c>voice</c>, <c>audio</c>, <c>document</c>, <c>animation</c> or <c>sticker</c>.</param>
/// <param name="Reference">Telegram: the file id. Discord: the address.</param>
/// <param name="FileName">Name, if any.</param>
/// <param name="ContentType">Media type, if known.</param>
/// <param name="Size">Bytes, if known.</param>
/// <param name="PublicUrl">Address that may be shown; null when there is none.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-attachment")]
public sealed record ChatAttachment(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Reference,
    [property: Id(2)] string? FileName,
    [property: Id(3)] string? ContentType,
    [property: Id(4)] long? Size,
    [property: Id(5)] string? PublicUrl);
