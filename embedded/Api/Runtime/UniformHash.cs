using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Orleans.Runtime;

/// <summary>xxHash32 of the UTF-8 form, seed 0: reminders are found by it, so it must never change. Source: the xxHash specification, github.com/Cyan4973/xxHash.</summary>
internal static class UniformHash
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;
    private const int OnStack = 256;

    public static uint Of(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        Span<byte> bytes = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var length = (uint)bytes.Length;
            uint hash;
            if (bytes.Length >= 16)
            {
                uint a = Prime1 + Prime2, b = Prime2, c = 0, d = 0 - Prime1;
                for (; bytes.Length >= 16; bytes = bytes[16..])
                {
                    a = Round(a, bytes);
                    b = Round(b, bytes[4..]);
                    c = Round(c, bytes[8..]);
                    d = Round(d, bytes[12..]);
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }
            else
            {
                hash = Prime5;
            }

            hash += length;
            for (; bytes.Length >= 4; bytes = bytes[4..])
            {
                hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime3), 17) * Prime4;
            }

            foreach (var one in bytes)
            {
                hash = BitOperations.RotateLeft(hash + (one * Prime5), 11) * Prime1;
            }

            hash = (hash ^ (hash >> 15)) * Prime2;
            hash = (hash ^ (hash >> 13)) * Prime3;

            // Orleans reads the canonical, big-endian form of the hash as a number of the machine.
            return BinaryPrimitives.ReverseEndianness(hash ^ (hash >> 16));
        }
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> input) =>
        unchecked(BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(input) * Prime2), 13) * Prime1);
}
