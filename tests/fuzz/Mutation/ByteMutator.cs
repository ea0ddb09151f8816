namespace Vespid.Tests.Fuzz.Mutation;

/// <summary>Damages bytes without knowing what they mean.</summary>
internal static class ByteMutator
{
    private const int Most = 64 * 1024;

    /// <param name="bytes">What to damage; left as it is.</param>
    /// <param name="other">What to splice with.</param>
    /// <param name="dice">Chance.</param>
    public static byte[] Mutate(byte[] bytes, byte[] other, Dice dice)
    {
        var rounds = 1 + dice.Next(4);
        for (var i = 0; i < rounds; i++)
            bytes = Once(bytes, other, dice);
        return bytes.Length > Most ? bytes[..Most] : bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, Dice dice)
    {
        if (bytes.Length == 0)
            return dice.Bytes(dice.Next(40));
        var at = dice.Next(bytes.Length);
        var end = at + dice.Next(bytes.Length - at + 1);
        switch (dice.Next(8))
        {
            case 0:
                byte[] flipped = [.. bytes];
                flipped[at] ^= (byte)(1 << dice.Next(8));
                return flipped;
            case 1:
                byte[] set = [.. bytes];
                set[at] = (byte)dice.Next(256);
                return set;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[end..]];
            case 4:
                return [.. bytes[..end], .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. dice.Pick(Tokens.Bytes), .. bytes[at..]];
            case 6:
                return [.. bytes[..at], .. dice.Bytes(1 + dice.Next(16)), .. bytes[at..]];
            default:
                return [.. bytes[..at], .. other[(other.Length == 0 ? 0 : dice.Next(other.Length))..]];
        }
    }
}
