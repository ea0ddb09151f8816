using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>A message on its way to the bindings of a room.</summary>
internal sealed record RelayMessage
{
    public required Guid Id { get; init; }

    public required string RoomId { get; init; }

    /// <summary>Where it came from; null for what the runtime says.</summary>
    public ChatBinding? Origin { get; init; }

    /// <summary>Null for what the runtime says.</summary>
    public ChatAuthor? Author { get; init; }

    public required RichText Text { get; init; }

    public ImmutableArray<ChatAttachment> Attachments { get; init; } = [];

    public Guid? ReplyTo { get; init; }

    public string? Quote { get; init; }

    public string? ForwardedFrom { get; init; }

    public bool IsDelayed { get; init; }

    /// <summary>The next picture of an album: who speaks, and what is answered, stands before the first.</summary>
    public bool GoesOn { get; init; }

    /// <summary>A command, or the answer to one: not every binding wants them.</summary>
    public bool IsCommand { get; init; }

    /// <summary>Binding that is answered, where the bot needs no prefix; null when there is none.</summary>
    public string? AnswersBindingId { get; init; }

    /// <summary>Topic or thread of it in which was asked.</summary>
    public string? AnswersTopic { get; init; }
}
