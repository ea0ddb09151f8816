using Vespid.Storage.Lease;

namespace Vespid.Tests.Storage.Support;

/// <summary>A lease whose epoch the test decides.</summary>
internal sealed class MovableLease(long epoch) : IWriterLease
{
    public event Action<bool>? Changed
    {
        add { }
        remove { }
    }

    public bool IsHeld => Epoch != 0;

    public long Epoch { get; set; } = epoch;

    public bool IsLeader => IsHeld;

    public long View => Epoch;

    public IReadOnlyList<ActiveAddress> Active => [];
}
