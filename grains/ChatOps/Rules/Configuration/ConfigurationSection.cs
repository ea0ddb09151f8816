using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Vespid.Grains.ChatOps;

/// <summary>An object of the configuration document; notes what is wrong in it, and the keys that nobody asked for.</summary>
internal sealed class ConfigurationSection
{
    private readonly JsonElement _element;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly ConfigurationFaults _faults;

    public ConfigurationSection(JsonElement element, string path, ConfigurationFaults faults)
    {
        (_element, Path, _faults) = (element, path, faults);
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            faults.Invalid(path.Length == 0 ? "document" : path, "an object");
    }

    /// <summary>Where it stands in the document.</summary>
    public string Path { get; }

    public IEnumerable<string> Keys => _element.ValueKind == JsonValueKind.Object ? _element.EnumerateObject().Select(property => property.Name) : [];

    /// <summary>The value; undefined when it is absent or null.</summary>
    public JsonElement this[string key]
    {
        get
        {
            _asked.Add(key);
            return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;
        }
    }

    /// <summary>Text, trimmed; ids may be written as numbers. Null when absent or empty.</summary>
    public string? Text(string key)
    {
        var value = this[key];
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.String:
                return value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
            case JsonValueKind.Number when value.GetRawText() is var number && number.All(character => char.IsAsciiDigit(character) || character == '-'):
                return number;
            default:
                _faults.Invalid(Name(key), "a text");
                return null;
        }
    }

    public string Word(string key, string otherwise, params ReadOnlySpan<string> words)
    {
        var word = Text(key)?.ToLowerInvariant();
        if (word is null || words.Contains(word))
            return word ?? otherwise;
        _faults.Invalid(Name(key), "one of " + string.Join(", ", words));
        return otherwise;
    }

    public bool Bool(string key, bool otherwise)
    {
        var value = this[key];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        if (value.ValueKind == JsonValueKind.Undefined)
            return otherwise;
        if (value.ValueKind == JsonValueKind.String && Words.Bool(value.GetString()!) is { } meant)
            return meant;
        _faults.Invalid(Name(key), "true or false");
        return otherwise;
    }

    public int Int(string key, int otherwise, int least, int most)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.Undefined)
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        _faults.Invalid(Name(key), string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
        return otherwise;
    }

    /// <summary>A list of texts, or one text with commas between them.</summary>
    public ImmutableArray<string>? List(string key)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.Undefined)
            return null;
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            return Words.List(Text(key) ?? "");
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number))
            return [.. value.EnumerateArray().Select(item => item.ToString().Trim()).Where(item => item.Length > 0).Distinct(StringComparer.Ordinal)];
        _faults.Invalid(Name(key), "a list of texts");
        return null;
    }

    public Uri? Url(string key)
    {
        var text = Text(key);
        if (text is null)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        _faults.Invalid(Name(key), "an http or https URL");
        return null;
    }

    public Guid? Id(string key)
    {
        var text = Text(key);
        if (text is null || Guid.TryParse(text, out var id))
            return text is null ? null : Guid.Parse(text);
        _faults.Invalid(Name(key), "a UUID");
        return null;
    }

    public ConfigurationSection Section(string key) => new(this[key], Name(key), _faults);

    /// <summary>Objects of a list; anything else in it is a fault.</summary>
    public IReadOnlyList<ConfigurationSection> Sections(string key)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((item, index) => new ConfigurationSection(item, string.Create(CultureInfo.InvariantCulture, $"{Name(key)}[{index}]"), _faults))];
        if (value.ValueKind != JsonValueKind.Undefined)
            _faults.Invalid(Name(key), "a list of objects");
        return [];
    }

    /// <summary>To be called when everything has been asked for: a key that is misspelt says nothing and would be missed.</summary>
    public void Done()
    {
        foreach (var key in Keys.Where(key => !_asked.Contains(key)))
            _faults.Error($"chat_option_unknown:{Name(key)}", $"{Name(key)} is no option.");
    }

    private string Name(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
