using System.Numerics;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Simulation.Machine;

/// <summary>All chance of one run: the same seed gives the same numbers on every machine (SplitMix64).</summary>
internal sealed class Dice(ulong seed) : IChance
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Below(int below) => (int)(((UInt128)Next() * (uint)below) >> 64);

    /// <summary>True so many times in a thousand.</summary>
    public bool PerMille(int times) => times > 0 && Below(1000) < times;

    public T Of<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * NextDouble());

    public Dice Fork() => new(Next());

    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public void Fill(Span<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            BitConverter.TryWriteBytes(bytes, Next());
            bytes = bytes[8..];
        }

        for (var rest = BitOperations.RotateLeft(Next(), 8); bytes.Length > 0; rest >>= 8, bytes = bytes[1..])
            bytes[0] = (byte)rest;
    }
}
