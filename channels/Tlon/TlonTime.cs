using System.Numerics;
using System.Text;

namespace Vespid.Channels;

/// <summary>Urbit's absolute dates (<c>@da</c>): 128 bits, 64 of them for the fraction of a second, written in decimal with dots for the ids of messages.</summary>
internal static class TlonTime
{
    // ~1970.1.1 as @da, from Urbit's standard library.
    private static readonly BigInteger UnixEpoch = BigInteger.Parse("170141184475152167957503069145530368000", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger Second = BigInteger.One << 64;

    public static string Of(long unixMilliseconds)
    {
        var digits = (UnixEpoch + (Second * unixMilliseconds / 1000)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        for (var i = 0; i < digits.Length; i++)
        {
            if (i > 0 && (digits.Length - i) % 3 == 0)
                text.Append('.');
            text.Append(digits[i]);
        }

        return text.ToString();
    }
}
