using System.Globalization;
using System.Text.RegularExpressions;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>
/// What people say: one word again and again that names the message and its version, so that every part of every copy tells whose it is and how new.
/// </summary>
internal static partial class ChatText
{
    public static string Of(int number, int version, int words) =>
        string.Join(' ', Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"m{number}v{version}"), words));

    /// <summary>Number of the message; null where no word names one. What a message answers, and quotes, is always older.</summary>
    public static int? NumberOf(string text) => Words(text).Select(static word => (int?)word.Number).Max();

    /// <summary>Versions of the words of a message.</summary>
    public static IEnumerable<int> VersionsOf(string text, int number) => Words(text).Where(word => word.Number == number).Select(static word => word.Version);

    private static IEnumerable<(int Number, int Version)> Words(string text) => Word().Matches(text).Select(
        static match => (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\bm(\d+)v(\d+)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
