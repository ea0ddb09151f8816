using System.Globalization;
using System.Text;

namespace Vespid.Grains.Edges;

/// <summary>
/// Reads <c>caddy_reverse_proxy_upstreams_healthy</c> from a scrape in the Prometheus text format 0.0.4: any order of labels, further labels,
/// escapes, time-stamps, any way to write a number. A line that cannot be read costs a warning, never the rest.
/// </summary>
internal static class MetricsText
{
    public const string Metric = "caddy_reverse_proxy_upstreams_healthy";
    public const int MostUpstreams = 64;
    private const int MostWarnings = 8;
    private const int LongestName = 255;

    public static UpstreamSample Parse(string text)
    {
        var upstreams = new SortedDictionary<string, bool?>(StringComparer.Ordinal);
        var warnings = new List<string>();
        var (readable, complete) = (false, true);
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                readable |= line.StartsWith("# TYPE ", StringComparison.Ordinal) || line.StartsWith("# HELP ", StringComparison.Ordinal);
                continue;
            }

            if (!line.StartsWith(Metric, StringComparison.Ordinal))
            {
                readable |= LooksLikeSample(line);
                continue;
            }

            if (TryRead(line[Metric.Length..], out var upstream, out var healthy))
            {
                readable = true;
                upstreams[upstream] = upstreams.TryGetValue(upstream, out var known) ? Worse(known, healthy) : healthy;
            }
            else
            {
                complete = false;
                if (warnings.Count < MostWarnings)
                    warnings.Add("metrics: a line of " + Metric + " cannot be read");
            }
        }

        if (upstreams.Count > MostUpstreams)
        {
            warnings.Add($"metrics: {upstreams.Count} upstreams, only the first {MostUpstreams} by name are taken");
            foreach (var surplus in upstreams.Keys.Skip(MostUpstreams).ToList())
                upstreams.Remove(surplus);
        }

        return new UpstreamSample(upstreams, readable, complete, warnings);
    }

    private static bool? Worse(bool? one, bool? other) => one is false || other is false ? false : one is null || other is null ? null : true;

    private static bool LooksLikeSample(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(' ', '{', '\t');
        if (end <= 0 || !(char.IsAsciiLetter(line[0]) || line[0] is '_' or ':'))
            return false;
        var space = line.LastIndexOfAny(' ', '\t');
        return space > 0 && TryNumber(line[(space + 1)..], out _);
    }

    private static bool TryRead(ReadOnlySpan<char> rest, out string upstream, out bool? healthy)
    {
        (upstream, healthy) = ("", null);
        rest = rest.TrimStart();
        if (rest.IsEmpty || rest[0] != '{' || !TryLabels(rest[1..], out var found, out rest) || found is not { Length: > 0 and <= LongestName })
            return false;
        upstream = found;
        rest = rest.Trim();
        // A time-stamp may follow.
        var space = rest.IndexOfAny(' ', '\t');
        if (space >= 0 && !long.TryParse(rest[space..].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return false;
        if (!TryNumber(space < 0 ? rest : rest[..space], out var value))
            return false;
        healthy = double.IsNaN(value) ? null : value > 0;
        return true;
    }

    private static bool TryLabels(ReadOnlySpan<char> rest, out string? upstream, out ReadOnlySpan<char> after)
    {
        upstream = null;
        after = default;
        while (true)
        {
            rest = rest.TrimStart();
            if (rest.IsEmpty)
                return false;
            if (rest[0] == '}')
            {
                after = rest[1..];
                return true;
            }

            var equals = rest.IndexOf('=');
            if (equals <= 0)
                return false;
            var name = rest[..equals].Trim();
            rest = rest[(equals + 1)..].TrimStart();
            if (!TryQuoted(ref rest, out var value))
                return false;
            if (name is "upstream")
                upstream = value;
            rest = rest.TrimStart();
            if (!rest.IsEmpty && rest[0] == ',')
                rest = rest[1..];
        }
    }

    private static bool TryQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest.IsEmpty || rest[0] != '"')
            return false;
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '"':
                    value = text.ToString();
                    rest = rest[(i + 1)..];
                    return true;
                case '\\' when i + 1 < rest.Length:
                    i++;
                    text.Append(rest[i] == 'n' ? '\n' : rest[i]);
                    break;
                default:
                    text.Append(rest[i]);
                    break;
            }
        }

        return false;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = text switch
        {
            "NaN" => double.NaN,
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
