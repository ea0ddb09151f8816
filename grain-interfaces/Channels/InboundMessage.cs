using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.Channels;

/// <summary>A normalised inbound message: what every channel's own format is turned into.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.inbound-message")]
public sealed record InboundMessage
{
    /// <summary>The platform's id of the message; a fresh UUID when it gave none (such a message cannot be recognised again).</summary>
    [Id(0)]
    public required string ProviderMessageId { get; init; }

    /// <summary>Unique per account: the provider's id, with the conversation in front where the vendor numbers messages per chat.</summary>
    [Id(1)]
    public required string DedupeKey { get; init; }

    [Id(2)]
    public required string ConversationId { get; init; }

    [Id(3)]
    public required string SenderId { get; init; }

    [Id(4)]
    public string? SenderDisplayName { get; init; }

    [Id(5)]
    public required string Text { get; init; }

    /// <summary>One of <see cref="InboundEvents"/>.</summary>
    [Id(6)]
    public required string Event { get; init; }

    [Id(7)]
    public bool MentionMatched { get; init; }

    /// <summary>The platform's time; null when it gave none.</summary>
    [Id(8)]
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Thread or forum topic within the conversation, for replies to go back to.</summary>
    [Id(9)]
    public string? ThreadId { get; init; }

    /// <summary>Redacted headers, query and body as a JSON object, kept with the message.</summary>
    [Id(10)]
    public string? Payload { get; init; }

    /// <summary>Media that came with the message.</summary>
    [Id(11)]
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>Identity of the message it answers, in the platform's words.</summary>
    [Id(12)]
    public string? ReplyToProviderMessageId { get; init; }

    /// <summary>Set when it replaces the text of an earlier message.</summary>
    [Id(13)]
    public bool IsEdit { get; init; }

    [Id(14)]
    public string? TraceParent { get; init; }
}
