using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>
/// What an agent sent, by name, whether as JSON or as a form: <c>{"upstreams":{"ok":true,"text":"…"}}</c> has the names <c>upstreams_ok</c> and
/// <c>upstreams</c>. Names that nobody asks for are ignored; what is optional and malformed is left out and named in <see cref="Warnings"/>, so
/// that one odd field does not make an edge look silent.
/// </summary>
internal sealed class AgentFields
{
    private const int MostFields = 256;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    /// <summary>What was not understood and left out.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What is wrong; null when nothing is.</summary>
    public Refusal? Refusal => _faults.Count == 0
        ? null
        : new Refusal(RefusalKind.BadRequest, "invalid_request", "Some fields are missing or not valid.", _faults);

    public static AgentFields Of(JsonElement root)
    {
        var fields = new AgentFields();
        fields.Add("", root);
        return fields;
    }

    public static AgentFields Of(IEnumerable<KeyValuePair<string, string>> form)
    {
        var fields = new AgentFields();
        foreach (var (name, value) in form)
            fields.Put(name, value);
        return fields;
    }

    public void Fail(string name, string fault) => _faults.TryAdd(name, fault);

    public void Warn(string name) => _warnings.Add($"{name} is not valid and was left out");

    /// <summary>A text that must be there and match.</summary>
    public string Required(string name, Regex pattern, string expected)
    {
        if (Optional(name) is not { } text)
        {
            Fail(name, "Required.");
            return "";
        }

        if (!pattern.IsMatch(text))
            Fail(name, expected);
        return text;
    }

    /// <summary>The text; null when it is absent or empty.</summary>
    public string? Optional(string name) => _texts.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

    /// <summary>A text that must match when it is there.</summary>
    public string? Checked(string name, Regex pattern, string expected)
    {
        if (Optional(name) is not { } text)
            return null;
        if (!pattern.IsMatch(text))
            Fail(name, expected);
        return text;
    }

    /// <summary>A text of one line; left out with a warning when it is not.</summary>
    public string? Line(string name, int most)
    {
        if (Optional(name) is not { } text)
            return null;
        if (text.Length <= most && !text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return text;
        Warn(name);
        return null;
    }

    public long? Number(string name, long least, long most)
    {
        if (Optional(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Warn(name);
        return null;
    }

    public bool? Flag(string name)
    {
        switch (Optional(name))
        {
            case null:
                return null;
            case "1" or "true":
                return true;
            case "0" or "false":
                return false;
            default:
                Warn(name);
                return null;
        }
    }

    public DateTimeOffset? Time(string name) => TimeOf(name, Optional(name));

    public DateTimeOffset? TimeOf(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        Warn(name);
        return null;
    }

    /// <summary>Words with commas between them, or a JSON array of them.</summary>
    public IReadOnlyList<string> Words(string name, int most) =>
        [.. (Optional(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(most)];

    /// <summary>A JSON array of objects.</summary>
    public IReadOnlyList<AgentFields> Objects(string name, int most) => _lists.TryGetValue(name, out var list)
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(most).Select(Of)]
        : [];

    /// <summary>The form of a request whose body is within the limit.</summary>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public static AgentFields Of(IFormCollection form) => Of(
        form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())).Concat(form.Files.Select(file => KeyValuePair.Create(file.Name, ReadText(file)))));

    private static string ReadText(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        return reader.ReadToEnd();
    }

    private void Add(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(name.Length == 0 ? member.Name : member.Name == "text" ? name : $"{name}_{member.Name}", member.Value);
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object):
                _lists[name] = value;
                break;
            case JsonValueKind.Array:
                Put(name, string.Join(',', value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(JsonText.Read)));
                break;
            case JsonValueKind.String:
                if (JsonText.Read(value) is { } text)
                    Put(name, text);
                else
                    Warn(name.Length > 64 ? name[..64] : name);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Put(name, value.GetRawText());
                break;
        }
    }

    private void Put(string name, string value)
    {
        if (_texts.Count < MostFields || _texts.ContainsKey(name))
            _texts[name] = value.Replace('\0', '\uFFFD');
    }
}
