using System.Security.Cryptography;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Runtime;

/// <summary>Randomness of the operating system, drawn in blocks: a few bytes for each id would cost a system call each.</summary>
internal sealed class SystemChance : IChance
{
    private readonly byte[] _block = new byte[4096];
    private readonly Lock _lock = new();
    private int _used = 4096;

    public double NextDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }

    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > _block.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        lock (_lock)
        {
            if (_used + bytes.Length > _block.Length)
            {
                RandomNumberGenerator.Fill(_block);
                _used = 0;
            }

            // What was given out must not be found here later.
            var given = _block.AsSpan(_used, bytes.Length);
            given.CopyTo(bytes);
            given.Clear();
            _used += bytes.Length;
        }
    }
}
