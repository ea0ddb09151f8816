using Vespid.Storage.Lease;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>A lease that is held, or not.</summary>
internal sealed class FakeLease : IWriterLease
{
    public event Action<bool>? Changed;

    public bool IsHeld { get; private set; } = true;

    public long Epoch
    {
        get => IsHeld ? field : 0;
        set;
    } = 7;

    public bool IsLeader
    {
        get => IsHeld && field;
        set;
    } = true;

    public long View => Epoch;

    public IReadOnlyList<ActiveAddress> Active { get; private set; } = [];

    public void Lose(params ActiveAddress[] to)
    {
        IsHeld = false;
        Active = to;
        Changed?.Invoke(false);
    }
}
