using Vespid.Storage.Lease;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>The writer's lease as a process sees it: it pings, and trusts its last ping for a while.</summary>
internal sealed class MemoryLease : IWriterLease
{
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(2.5);

    private readonly HostProcess _process;
    private readonly Store _store;
    private TimeSpan _heldUntil;

    public MemoryLease(HostProcess process, Store store)
    {
        (_process, _store) = (process, store);
        Take();
        process.Clock.CreateTimer(_ => Ping(), null, PingEvery, PingEvery);
    }

    public event Action<bool>? Changed;

    public bool IsHeld => Epoch != 0 && _process.Clock.Now < _heldUntil;

    public long Epoch { get; private set; }

    public bool IsLeader => IsHeld;

    public long View => Epoch;

    public IReadOnlyList<ActiveAddress> Active => [];

    /// <summary>The epoch it has, or had last.</summary>
    public long LastEpoch { get; private set; }

    /// <summary>Becomes the writer, perhaps not for the first time.</summary>
    public void Take()
    {
        Epoch = LastEpoch = _store.TakeOver();
        _heldUntil = _process.Clock.Now + HeldFor;
        Changed?.Invoke(true);
    }

    private void Ping()
    {
        if (Epoch == 0)
            return;
        if (Epoch == _store.Epoch)
        {
            _heldUntil = _process.Clock.Now + HeldFor;
            return;
        }

        Epoch = 0;
        Changed?.Invoke(false);
    }
}
