using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Channels;

/// <summary>Randomness that a test can repeat.</summary>
internal sealed class CountingChance : IChance
{
    private int _calls;

    public double NextDouble() => Interlocked.Increment(ref _calls) % 100 / 100.0;

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var one in bytes)
            one = (byte)Interlocked.Increment(ref _calls);
    }
}
