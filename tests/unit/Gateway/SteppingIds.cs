using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>Ids that count.</summary>
internal sealed class SteppingIds : IIdSource
{
    private int _last;

    public Guid NewId() => new(Interlocked.Increment(ref _last), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
