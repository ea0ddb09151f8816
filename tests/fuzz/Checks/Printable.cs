using System.Globalization;
using System.Text;

namespace Vespid.Tests.Fuzz.Checks;

/// <summary>Bytes as a line that can be read and pasted.</summary>
internal static class Printable
{
    private const int Most = 2000;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes[..Math.Min(bytes.Length, Most)])
        {
            if (one is >= 0x20 and < 0x7f)
                text.Append((char)one);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
        }

        return bytes.Length > Most ? text.Append(CultureInfo.InvariantCulture, $"… ({bytes.Length} bytes)").ToString() : text.ToString();
    }
}
