using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Checking;

/// <summary>All that is known of a run when it is over.</summary>
internal sealed record Evidence
{
    public required IReadOnlyList<Message> Offered { get; init; }

    /// <summary>Texts, as the file on the disk has them.</summary>
    public required IReadOnlyList<string> Acknowledged { get; init; }

    public required Expectations Expectations { get; init; }

    public required IReadOnlyList<StoredMessage> Messages { get; init; }

    public required IReadOnlyList<StoredRun> Runs { get; init; }

    public required IReadOnlyList<StoredReply> Replies { get; init; }

    /// <summary>In the order in which they came, per vendor.</summary>
    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    /// <summary>Entries that were dead letters and were redriven: each went to the tail of its lane.</summary>
    public required IReadOnlySet<Guid> Redriven { get; init; }

    public required IReadOnlyList<FaultRecord> Faults { get; init; }

    public required IReadOnlyList<TakeOver> TakeOvers { get; init; }

    /// <summary>Longest that a take-over after kill -9 may last; null to measure only.</summary>
    public required TimeSpan? TakeOverLimit { get; init; }

    /// <summary>What else was seen while it went on.</summary>
    public required IReadOnlyList<Violation> Seen { get; init; }
}
