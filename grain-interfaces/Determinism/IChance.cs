namespace Vespid.GrainInterfaces.Determinism;

/// <summary>Where randomness comes from: jitter from <see cref="NextDouble"/>, codes and keys from <see cref="Fill"/>.</summary>
public interface IChance
{
    /// <summary>Uniform in [0, 1).</summary>
    double NextDouble();

    /// <summary>Unpredictable bytes (a simulation supplies predictable ones).</summary>
    void Fill(Span<byte> bytes);
}
