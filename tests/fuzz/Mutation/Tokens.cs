using System.Text;

namespace Vespid.Tests.Fuzz.Mutation;

/// <summary>Pieces that readers of input are known to stumble over.</summary>
internal static class Tokens
{
    /// <summary>JSON values of every type and at every edge, as they stand in a text.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "5001", "1.5", "200.0", "2147483648", "-2147483649", "9007199254740993", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "1e19", "1e400", "-1e400", "1e-400", "1E999999999", "253402300800", "1710000000123", "-62135596801",
        "99999999999999999999999999999999999999999999999999999999999999999999999999999999", "0.00000000000000000000000000000000000000000000000000001",
        "\"\"", "\" \"", "\"hi\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"\\ud83d\\ude00\"", "\"\\ufeff\"", "\"\\u202e\"", "\"\\r\\n\"",
        "\"0001-01-01\"", "\"9999-12-31T23:59:59-14:00\"", "\"+275760-09-13T00:00:00Z\"", "\"1e400\"", "\"NaN\"", "\"-1\"", "\"00000000-0000-0000-0000-000000000000\"",
        "\"' OR 1=1 --\"", "\"{{7*7}}\"", "\"%s%n\"", "\"../../etc/passwd\"", "\"<script>\"", "\"*\"", "\"%\"", "\"\\\\\"", "\"@bot\"", "\"private\"", "\"group\"", "\"message\"",
        "[]", "{}", "[[]]", "[null]", "[1,\"a\",{}]", "{\"\":\"\"}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}", "{\"\\u0000\":1}", "{\"\\ud800\":1}",
    ];

    /// <summary>Bytes that are no text, no JSON, or both.</summary>
    public static readonly byte[][] Bytes =
    [
        [0], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf], [0xf0, 0x9f], [0x80], [0x1b], [0x7f], [0x0d, 0x0a],
        .. ((string[])["\\", "\"", "{", "}", "[", "]", ",", ":", "\\u", "\\ud800", "null", "-", "1e", "%00", "%", "%ff", "&", "=", "+", "/*", "//", "NaN", "Infinity", "'"])
            .Select(Encoding.UTF8.GetBytes),
    ];

    public static string Nested(int depth, bool objects) => objects
        ? string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)
        : new string('[', depth) + new string(']', depth);

    /// <summary>A value from the list, or one that is too long, too deep or too many.</summary>
    public static string Value(Dice dice) => dice.Next(20) switch
    {
        0 => Nested(dice.Pick(Depths), objects: true),
        1 => Nested(dice.Pick(Depths), objects: false),
        2 => $"\"{new string((char)('a' + dice.Next(26)), dice.Pick(Lengths))}\"",
        3 => $"[{string.Join(',', Enumerable.Repeat(dice.Pick(Values), dice.Next(200)))}]",
        4 => new string('9', 1 + dice.Next(400)),
        _ => dice.Pick(Values),
    };

    private static readonly int[] Depths = [2, 15, 31, 32, 33, 63, 64, 65, 100, 400];
    private static readonly int[] Lengths = [1, 63, 64, 119, 120, 121, 199, 200, 201, 255, 256, 511, 512, 513, 1024, 4096, 10_000];
}
