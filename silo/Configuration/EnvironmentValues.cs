using System.Collections;
using System.Text;

namespace Vespid.Silo.Configuration;

/// <summary>The variables of the process, and below them those of an env file.</summary>
internal sealed class EnvironmentValues
{
    /// <summary><c>NAME_FILE</c> names a file that holds the value of <c>NAME</c>.</summary>
    public const string FileSuffix = "_FILE";

    private const int LongestValue = 64 * 1024;

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlySet<string> _ofFile;

    private EnvironmentValues(IReadOnlyDictionary<string, string> values, string? file, IReadOnlySet<string> ofFile)
    {
        _values = values;
        _ofFile = ofFile;
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
        var ofFile = values.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            values[(string)entry.Key] = (string)entry.Value!;
        return new EnvironmentValues(values, file, ofFile);
    }

    public static EnvironmentValues Of(IReadOnlyDictionary<string, string> values) => new(values, null, new HashSet<string>());

    /// <summary>Whether the env file names it.</summary>
    public bool IsOfFile(string name) => _ofFile.Contains(name);

    /// <summary>The same with the values that stand in files of their own, as secrets are mounted.</summary>
    /// <param name="names">Settings that may be read so.</param>
    /// <param name="errors">Told what cannot be read.</param>
    public EnvironmentValues WithFiles(IEnumerable<string> names, List<string> errors)
    {
        Dictionary<string, string>? values = null;
        foreach (var name in names)
        {
            if (this[name + FileSuffix] is not { } path)
                continue;
            if (this[name] is not null)
                errors.Add($"{name}{FileSuffix} must not be set together with {name}; keep one of the two.");
            else if (ReadValue(path, out var fault) is { } value)
                (values ??= new(_values, StringComparer.Ordinal))[name] = value;
            else
                errors.Add($"{name}{FileSuffix} must name a file with the value, but {fault}.");
        }

        return values is null ? this : new EnvironmentValues(values, File, _ofFile);
    }

    private static string? ReadValue(string path, out string fault)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            if (file.CanSeek && file.Length > LongestValue)
            {
                fault = $"'{path}' is longer than {LongestValue / 1024} KiB";
                return null;
            }

            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            var value = reader.ReadToEnd().TrimEnd('\r', '\n');
            fault = $"'{path}' is empty";
            return value.Length == 0 ? null : value;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault = $"'{path}' cannot be read ({error.GetType().Name})";
            return null;
        }
    }
}
