using System.Collections.Immutable;

namespace Vespid.Storage.Edges;

/// <summary>What is open at a receiver.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Receiver">Receiver.</param>
/// <param name="Events">Events without a final account: those not yet looked at first, then the oldest.</param>
/// <param name="Silences">Silences and maintenance windows that have not ended.</param>
/// <param name="Acknowledged">Those of the incidents asked for that somebody looks after.</param>
/// <param name="Held">Edges on hold.</param>
/// <param name="Fleet">Edges that live, by region: those that are silent only when they have become so lately.</param>
public sealed record AlertInbox(
    DateTimeOffset Now,
    ReceiverRecord Receiver,
    ImmutableArray<AlertEvent> Events,
    ImmutableArray<SilenceRecord> Silences,
    ImmutableHashSet<Guid> Acknowledged,
    ImmutableHashSet<string> Held,
    ImmutableDictionary<string, int> Fleet);
