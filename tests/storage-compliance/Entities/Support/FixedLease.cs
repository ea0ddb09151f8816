using Vespid.Storage.Lease;

namespace Vespid.Tests.Storage.Entities.Support;

/// <summary>A lease that is held for good, at one epoch.</summary>
internal sealed class FixedLease(long epoch) : IWriterLease
{
    public event Action<bool>? Changed
    {
        add { }
        remove { }
    }

    public bool IsHeld => true;

    public long Epoch => epoch;

    public bool IsLeader => IsHeld;

    public long View => Epoch;

    public IReadOnlyList<ActiveAddress> Active => [];
}
