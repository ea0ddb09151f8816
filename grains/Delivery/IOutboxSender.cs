using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Delivery;

/// <summary>Sends outbox entries of some kinds.</summary>
internal interface IOutboxSender
{
    /// <summary>Kinds of entry it sends.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Whether an entry is sent again, and marked, however often nobody knows what became of it; else the second time is left to a person.</summary>
    bool Insists(OutboxEntry entry) => false;

    /// <summary>Whether the entry may leave now.</summary>
    ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken);

    /// <summary>One attempt.</summary>
    ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken);

    /// <summary>Rows that follow from what becomes of the entry, in the commit that says so.</summary>
    ImmutableArray<CommitRow> Follows(OutboxEntry entry, OutboxChange change) => [];
}
