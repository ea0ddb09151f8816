using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Unit;

/// <summary>Repeatable randomness.</summary>
internal sealed class SeededChance(int seed) : IChance
{
#pragma warning disable RS0030 // The seed makes it repeatable.
    private readonly Random _random = new(seed);
#pragma warning restore RS0030

    public double NextDouble() => _random.NextDouble();

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
