using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Delivery;

/// <summary>What an operator does with outbox entries of an organisation. Key: the organisation.</summary>
[Alias("vespid.dead-letters")]
public interface IDeadLetterGrain : IGrainWithGuidKey
{
    /// <summary>Queues dead letters again, each at the tail of its lane.</summary>
    /// <returns>How many were queued.</returns>
    [Alias("redrive")]
    Task<Outcome<int>> Redrive(ImmutableArray<Guid> ids, Actor actor);

    /// <summary>Removes dead letters for good.</summary>
    /// <returns>How many were removed.</returns>
    [Alias("purge")]
    Task<Outcome<int>> Purge(ImmutableArray<Guid> ids, Actor actor);

    /// <summary>Cancels an entry that has not left yet. 409 <c>OUTBOX_ENTRY_NOT_CANCELABLE</c> otherwise.</summary>
    [Alias("cancel")]
    Task<Refusal?> Cancel(Guid id, Actor actor);
}
