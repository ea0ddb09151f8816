using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Channels;

/// <summary>Codes that people read to each other: six of 32 letters and digits, without those that look alike.</summary>
public static class PairingCode
{
    public const int Length = 6;

    public const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static string Next(IChance chance)
    {
        Span<byte> bytes = stackalloc byte[Length];
        chance.Fill(bytes);
        return string.Create(Length, (ulong)bytes[0] | (ulong)bytes[1] << 8 | (ulong)bytes[2] << 16 | (ulong)bytes[3] << 24 | (ulong)bytes[4] << 32 | (ulong)bytes[5] << 40,
            static (code, random) =>
            {
                // 256 is a multiple of 32: each symbol is equally likely.
                for (var i = 0; i < code.Length; i++)
                    code[i] = Alphabet[(int)(random >> (8 * i)) & 31];
            });
    }
}
