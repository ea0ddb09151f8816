using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Channels;

internal sealed class SequentialIds : IIdSource
{
    private long _last = DateTimeOffset.UnixEpoch.AddYears(56).ToUnixTimeMilliseconds();

    public Guid NewId() => Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _last)));
}
