using System.Collections;

namespace Vespid.Silo.Configuration;

/// <summary>The variables of the process, and below them those of an env file.</summary>
internal sealed class EnvironmentValues
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private EnvironmentValues(IReadOnlyDictionary<string, string> values, string? file)
    {
        _values = values;
        File = file;
    }

    /// <summary>The env file, if one is used; flags in it are watched.</summary>
    public string? File { get; }

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The value; null when not set or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="FormatException">The file is not an env file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EnvironmentValues Read(string? file)
    {
        var values = new Dictionary<string, string>(file is null ? new Dictionary<string, string>() : EnvFile.Parse(System.IO.File.ReadAllText(file)), StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            values[(string)entry.Key] = (string)entry.Value!;
        return new EnvironmentValues(values, file);
    }

    public static EnvironmentValues Of(IReadOnlyDictionary<string, string> values) => new(values, null);
}
