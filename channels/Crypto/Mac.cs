using System.Buffers;
using System.Security.Cryptography;

namespace Vespid.Channels;

/// <summary>Compares a code that a caller presented with the right one, in the same time wherever they differ.</summary>
internal static class Mac
{
    /// <summary>Hex in either case, nothing around it.</summary>
    public static bool IsHexOf(ReadOnlySpan<char> presented, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[64];
        return presented.Length == right.Length * 2 && presented.Length <= bytes.Length * 2
            && Convert.FromHexString(presented, bytes, out _, out var length) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(bytes[..length], right);
    }

    public static bool IsBase64Of(ReadOnlySpan<char> presented, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[64];
        return presented.Length <= 88 && Convert.TryFromBase64Chars(presented, bytes, out var length)
            && CryptographicOperations.FixedTimeEquals(bytes[..length], right);
    }
}
