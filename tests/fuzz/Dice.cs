namespace Vespid.Tests.Fuzz;

/// <summary>Chance that a seed repeats exactly, on every machine: SplitMix64.</summary>
internal sealed class Dice(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>The dice of one case: the same for the same seed, level and number, whatever else runs.</summary>
    public static Dice Of(int seed, string level, long number)
    {
        var state = Mix((ulong)seed + Gamma);
        foreach (var symbol in level)
            state = Mix(state ^ symbol);
        return new Dice(Mix(state ^ ((ulong)number * Gamma)));
    }

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(Draw() % (ulong)below);

    /// <summary>True this many times of a hundred.</summary>
    public bool Percent(int chance) => Next(100) < chance;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)Draw();
        return bytes;
    }

    public Guid Id() => new(Bytes(16));

    private ulong Draw() => Mix(_state += Gamma);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
