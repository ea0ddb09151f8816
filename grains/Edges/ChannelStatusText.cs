using System.Text;
using System.Text.RegularExpressions;

namespace Vespid.Grains.Edges;

/// <summary>Reads <c>channels-status.env</c>: <c>NAME=status</c> lines.</summary>
internal static partial class ChannelStatusText
{
    public const int MostBytes = 16 * 1024;
    public const int MostEntries = 64;
    private const int LongestStatus = 64;
    private const int MostWarnings = 8;

    /// <returns>Null statuses when the file as a whole is refused.</returns>
    public static (IReadOnlyDictionary<string, string>? Statuses, IReadOnlyList<string> Warnings) Parse(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
            return (null, ["channels: the file has more than 16 KiB"]);
        var statuses = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var warnings = new List<string>();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            var equals = line.IndexOf('=');
            var name = equals < 0 ? default : line[..equals].TrimEnd();
            var status = equals < 0 ? default : line[(equals + 1)..].Trim();
            if (status.IsEmpty || status.Length > LongestStatus || !Name().IsMatch(name))
            {
                if (warnings.Count < MostWarnings)
                    warnings.Add($"channels: line {number} is not NAME=status");
                continue;
            }

            statuses[name.ToString()] = status.ToString();
        }

        return statuses.Count > MostEntries ? (null, [$"channels: the file has more than {MostEntries} entries"]) : (statuses, warnings);
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,63}$")]
    private static partial Regex Name();
}
