using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>What is durable: it outlives every process. The rules are those of the SQL statements, whose own tests run on PostgreSQL.</summary>
internal sealed partial class Store(WorldTime time, IStoreWatch? watch = null)
{
    private long _runSeq;
    private long _entrySeq;

    /// <summary>Of the writer; whoever writes with another is refused.</summary>
    public long Epoch { get; private set; }

    /// <summary>For the negative control: whether old writers are let through.</summary>
    public bool FenceIsOpen { get; init; }

    public DateTimeOffset Now => time.Database;

    public Dictionary<string, StateRecord> States { get; } = new(StringComparer.Ordinal);

    public Dictionary<(Guid Account, string DedupeKey), MessageRecord> Messages { get; } = [];

    public Dictionary<Guid, MessageRecord> MessagesById { get; } = [];

    public Dictionary<Guid, RunRecord> Runs { get; } = [];

    /// <summary>In their order; those that ended long ago too.</summary>
    public List<RunRecord> RunOrder { get; } = [];

    public HashSet<Guid> Sessions { get; } = [];

    public Dictionary<Guid, EntryRecord> Entries { get; } = [];

    /// <summary>Entries of a lane that have not come to an end, in order.</summary>
    public Dictionary<string, List<EntryRecord>> OpenLanes { get; } = new(StringComparer.Ordinal);

    public List<PairingRecord> Pairings { get; } = [];

    public Dictionary<Guid, AccountRecord> Accounts { get; } = [];

    public Dictionary<Guid, OrganizationRecord> Organizations { get; } = [];

    /// <summary>Rows of the trails, which nobody reads here.</summary>
    public long TrailRows { get; private set; }

    /// <summary>Another process becomes the writer.</summary>
    public long TakeOver() => ++Epoch;

    /// <summary>A change of an entity, whoever makes it: commits that relied on it are stale from now on.</summary>
    public void Change(AccountRecord account, Action<AccountRecord> change)
    {
        change(account);
        account.Version++;
        watch?.Changed(account.Id);
    }

    public void Change(OrganizationRecord organization, Action<OrganizationRecord> change)
    {
        change(organization);
        organization.Version++;
        watch?.Changed(organization.Id);
    }

    public IReadOnlyList<EntryRecord> Lane(string laneKey) => OpenLanes.TryGetValue(laneKey, out var lane) ? lane : [];
}
