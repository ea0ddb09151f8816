using System.Collections.Immutable;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Channels;

/// <summary>What a conversation decided about one message: the answer, its state after it, and the rows that follow.</summary>
/// <param name="Outcome">The answer, true once the rows are durable.</param>
/// <param name="State">State after it.</param>
/// <param name="Message">The message's own row.</param>
/// <param name="Following">Rows that follow from an accepted message, or from a refused one (a pairing request).</param>
public sealed record ConversationDecision(InboundOutcome Outcome, ConversationState State, InboundMessageRow Message, ImmutableArray<CommitRow> Following)
{
    /// <summary>All rows; the message, which guards them, first.</summary>
    public ImmutableArray<CommitRow> Rows(bool readmits = false) =>
        [readmits ? Message with { Readmits = true } : Message, .. Following];
}
