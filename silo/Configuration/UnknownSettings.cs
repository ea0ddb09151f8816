namespace Vespid.Silo.Configuration;

/// <summary>Names that mean nothing here: most of them are slips of the pen, and the setting that was meant keeps its default.</summary>
internal static class UnknownSettings
{
    /// <summary>Farther apart than this, two names are not taken for one.</summary>
    private const int NearEnough = 3;

    /// <summary>Variables of the process begin with these where they are meant for us; an env file is ours altogether.</summary>
    private static readonly string[] OurPrefixes = ["VESPID_", "CHANNEL_", "STORAGE_", "EDGE_"];

    /// <summary>Read by parts that we did not write, or by the scripts around the program.</summary>
    private static readonly string[] OtherPrefixes = ["OTEL_", "DOTNET_", "ASPNETCORE_", "CHANNEL_SMOKE_", "CHANNEL_LOAD_", "LOG_DRAIN_"];

    private static readonly string[] OtherNames = ["VESPID_PROGRAM", "VESPID_RELEASES", "VESPID_ENV_FILE", "VESPID_ROOT", "VESPID_FULL", "NO_COLOR", "TZ", "LANG", "PATH", "HOME"];

    /// <summary>One line for each, with the name that may have been meant.</summary>
    /// <param name="environment">Variables.</param>
    /// <param name="more">Names that mean something because a document names them.</param>
    public static IReadOnlyList<string> In(EnvironmentValues environment, IReadOnlySet<string> more)
    {
        var known = Known();
        known.UnionWith(more);
        return
        [
            .. environment.Names.Where(name => environment.IsOfFile(name) || Array.Exists(OurPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Where(name => !known.Contains(name) && !OtherNames.Contains(name) && !Array.Exists(OtherPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal).Select(name => Say(name, known)),
        ];
    }

    private static HashSet<string> Known() =>
    [
        .. SettingCatalog.All.SelectMany(setting => (string[])[setting.Name, setting.Name + EnvironmentValues.FileSuffix]),
        .. Flags.FlagSources.Names,
    ];

    private static string Say(string name, HashSet<string> known)
    {
        var nearest = known.MinBy(other => (Distance(name, other), other));
        return nearest is not null && Distance(name, nearest) <= NearEnough
            ? $"{name} is no setting; {nearest} is. Remove it or correct the name."
            : $"{name} is no setting. Remove it or correct the name.";
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
