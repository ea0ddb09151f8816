namespace Vespid.Silo.Configuration;

/// <summary>Reads <c>NAME=value</c> lines: comments with #, optional <c>export</c>, optional quotes.</summary>
internal static class EnvFile
{
    /// <exception cref="FormatException">A line is neither; the message names it.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line[7..].TrimStart();
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException($"line {number} is not NAME=value");
            values[line[..equals].TrimEnd()] = ValueOf(line[(equals + 1)..]);
        }

        return values;
    }

    private static string ValueOf(string written)
    {
        var value = written.Trim();
        if (value is ['"' or '\'', ..])
        {
            // What a quote closes ends there, or goes on to a comment; a quote before anything else belongs to the value.
            for (var end = value.IndexOf(value[0], 1); end > 0; end = value.IndexOf(value[0], end + 1))
            {
                if (value.AsSpan(end + 1).TrimStart() is [] or ['#', ..])
                    return value[1..end];
            }
        }

        var comment = written.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : written[..comment].Trim();
    }
}
