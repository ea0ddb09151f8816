using Vespid.Storage.Edges;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>An edge as it is stored.</summary>
internal sealed class StoredEdge(EdgeRecord row)
{
    public EdgeRecord Row { get; set; } = row;

    public string Liveness { get; set; } = "registered";

    public DateTimeOffset LivenessSince { get; set; }

    public int IntervalSeconds { get; set; } = 60;

    public DateTimeOffset? LastSeenAt { get; set; }
}

/// <summary>An event of an edge.</summary>
internal sealed record EventRecord(EdgeEventRow Row, DateTimeOffset CreatedAt, long Order);

/// <summary>What a receiver owes an event, and what became of it.</summary>
internal sealed class AccountOfEvent(StoredReceiver receiver, EventRecord one)
{
    public StoredReceiver Receiver => receiver;

    public EventRecord Event => one;

    public string How { get; set; } = "queued";

    public Guid? EntryId { get; set; }

    public string? Reason { get; set; }

    public bool IsOpen => How is "queued" or "deferred";
}

/// <summary>A receiver of alerts as it is stored.</summary>
internal sealed class StoredReceiver(ReceiverRecord row)
{
    public ReceiverRecord Row { get; set; } = row;

    public DateTimeOffset? NextAt { get; set; }

    public IReadOnlyList<EdgeBreaker> Breakers { get; set; } = [];

    public Dictionary<Guid, AccountOfEvent> Accounts { get; } = [];

    /// <summary>Without an end, in the order of their events.</summary>
    public SortedDictionary<Guid, AccountOfEvent> Open { get; } = [];

    public bool Covers(Guid organizationId, string partnerId) =>
        Row.Enabled && (Row.OrganizationId == Guid.Empty || Row.OrganizationId == organizationId) && (Row.PartnerId is null || Row.PartnerId == partnerId);
}

/// <summary>A silence as it is stored.</summary>
internal sealed class StoredSilence(SilenceRecord row)
{
    public SilenceRecord Row => row;

    public bool HasEnded { get; set; }
}
