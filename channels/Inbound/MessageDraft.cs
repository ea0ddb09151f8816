using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What a reader found in a body; <see cref="Envelopes"/> fills the gaps.</summary>
internal sealed record MessageDraft
{
    public required string? Text { get; init; }

    public string? SenderId { get; init; }

    public string? SenderDisplayName { get; init; }

    public string? ConversationId { get; init; }

    public string? ProviderMessageId { get; init; }

    /// <summary>Null when the provider's id alone tells messages of the account apart.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>Given sender and conversation after their gaps are filled.</summary>
    public required Func<string, string, bool> IsDirect { get; init; }

    public bool Mentioned { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public string? ThreadId { get; init; }

    public string? ReplyTo { get; init; }

    public bool IsEdit { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}
