using System.Globalization;
using System.Reflection;

namespace Vespid.Storage.Migrations;

/// <summary>A step of the schema.</summary>
/// <param name="Version">Position, from 1.</param>
/// <param name="MinBinary">Oldest binary, by the highest step it knows, that works with the schema after this step.</param>
/// <param name="Name">File name.</param>
/// <param name="Sql">Statements.</param>
public sealed record Migration(int Version, int MinBinary, string Name, string Sql)
{
    private const string Header = "-- min_binary:";
    private const string Folder = "migrations/";

    /// <summary>Steps that this binary knows, in order: the files <c>migrations/NNNN_*.sql</c>.</summary>
    public static IReadOnlyList<Migration> Known()
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => Read(assembly, name)).OrderBy(m => m.Version)];
    }

    /// <exception cref="FormatException">The name or the header is not as agreed.</exception>
    internal static Migration Parse(string name, string sql)
    {
        var first = sql.AsSpan(0, Math.Max(0, sql.IndexOf('\n', StringComparison.Ordinal))).Trim();
        if (!first.StartsWith(Header, StringComparison.Ordinal) || !int.TryParse(first[Header.Length..], CultureInfo.InvariantCulture, out var minBinary))
            throw new FormatException($"Migration {name} does not begin with '{Header} <number>'.");
        if (name.Length < 5 || name[4] != '_' || !int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new FormatException($"Migration {name} is not named NNNN_<what>.sql.");
        return new Migration(version, minBinary, name, sql);
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return Parse(resource[Folder.Length..], reader.ReadToEnd());
    }
}
