using System.Security.Cryptography;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Runtime;

/// <summary>Randomness of the operating system.</summary>
internal sealed class SystemChance : IChance
{
    public double NextDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }

    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
