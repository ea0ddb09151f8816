using System.Text.Json;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Http;

/// <summary>
/// Reads the members of a JSON object one by one and collects what is wrong with them, so that one answer names every fault.
/// A member that nobody read is refused.
/// </summary>
internal sealed class BodyFields
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    public BodyFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _faults[""] = "Expected a JSON object.";
            return;
        }

        foreach (var member in root.EnumerateObject())
            _members[member.Name] = member.Value;
    }

    /// <summary>Whether the body has the member, null or not.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Notes a fault; the first one of a field stays.</summary>
    public void Fail(string name, string fault) => _faults.TryAdd(name, fault);

    /// <summary>A string that must be there.</summary>
    public string Text(string name, int least, int most, bool trim = false)
    {
        if (!_members.ContainsKey(name))
            Fail(name, "Required.");
        return OptionalText(name, least, most, trim, nullable: false) ?? "";
    }

    public string? OptionalText(string name, int least, int most, bool trim = false, bool nullable = true)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Null && nullable)
            return null;
        if (value.ValueKind != JsonValueKind.String || JsonText.Read(value) is not { } text)
        {
            Fail(name, "Expected a string of Unicode text without U+0000.");
            return null;
        }

        if (trim)
            text = text.Trim();
        if (text.Length < least)
            Fail(name, least == 1 ? "Must not be empty." : $"Must have at least {least} characters.");
        else if (text.Length > most)
            Fail(name, $"Must have at most {most} characters.");
        return text;
    }

    public string? OptionalOneOf(string name, params ReadOnlySpan<string> words)
    {
        if (OptionalText(name, 1, 64, nullable: false) is not { } word)
            return null;
        if (!words.Contains(word))
            Fail(name, $"Expected one of {string.Join(", ", words.ToArray())}.");
        return word;
    }

    public bool? OptionalFlag(string name)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fail(name, "Expected true or false.");
        return null;
    }

    public int? OptionalNumber(string name, int least, int most)
    {
        if (!Take(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Fail(name, $"Expected a whole number from {least} to {most}.");
        return null;
    }

    public Guid Id(string name)
    {
        if (!Take(name, out var value))
            Fail(name, "Required.");
        else if (JsonText.ReadId(value) is { } id)
            return id;
        else
            Fail(name, "Expected a UUID.");
        return default;
    }

    public Guid? OptionalId(string name)
    {
        if (!Take(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (JsonText.ReadId(value) is { } id)
            return id;
        Fail(name, "Expected a UUID.");
        return null;
    }

    /// <summary>An object with members of its own; its faults stand under <c>name.member</c>. When it is open, members that nobody asked for are ignored.</summary>
    public T? OptionalNested<T>(string name, Func<BodyFields, T> read, bool open = false)
        where T : class
    {
        if (!Take(name, out var value))
            return null;
        var nested = new BodyFields(value);
        var result = read(nested);
        if ((open ? nested.CloseOpenly() : nested.Close()) is not { } refusal)
            return result;
        foreach (var (member, fault) in refusal.Fields!)
            Fail(member.Length == 0 ? name : $"{name}.{member}", fault);
        return result;
    }

    public IReadOnlyList<string>? OptionalTexts(string name, int most, int mostLength)
    {
        if (!Take(name, out var value))
            return null;
        var texts = new List<string>();
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && JsonText.Read(item) is { } text && text.Length > 0 && text.Length <= mostLength)
                    texts.Add(text);
            }

            if (texts.Count == value.GetArrayLength())
                return texts;
        }

        Fail(name, $"Expected an array of at most {most} strings of at most {mostLength} characters.");
        return null;
    }

    public IReadOnlyList<Guid>? OptionalIds(string name, int most)
    {
        if (!Take(name, out var value))
            return null;
        var ids = new List<Guid>();
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (JsonText.ReadId(item) is { } id)
                    ids.Add(id);
            }

            if (ids.Count == value.GetArrayLength())
                return ids;
        }

        Fail(name, $"Expected an array of at most {most} UUIDs.");
        return null;
    }

    public DateTimeOffset? OptionalTime(string name)
    {
        if (!Take(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonText.Read(value) is not null && value.TryGetDateTimeOffset(out var time))
            return time.ToUniversalTime();
        Fail(name, "Expected an ISO 8601 time.");
        return null;
    }

    /// <summary>An object, whatever is in it, as JSON text.</summary>
    public string? OptionalObject(string name, int mostKeyLength)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Object || !JsonText.IsStorable(value))
        {
            Fail(name, "Expected an object of Unicode text without U+0000.");
            return null;
        }

        if (value.EnumerateObject().Any(member => member.Name.Length is 0 || member.Name.Length > mostKeyLength))
            Fail(name, $"Keys must have 1 to {mostKeyLength} characters.");
        return value.GetRawText();
    }

    /// <summary>Any JSON; undefined when absent.</summary>
    public JsonElement Any(string name)
    {
        if (Take(name, out var value) && !JsonText.IsStorable(value))
            Fail(name, "Strings must be Unicode text without U+0000.");
        return value;
    }

    /// <summary>A field of a partial update: set when the body has it.</summary>
    public Change<T> Change<T>(string name, Func<T?> read) => Has(name) ? GrainInterfaces.Control.Change<T>.To(read()) : default;

    /// <summary>What is wrong, members that nobody asked for included; null when nothing is.</summary>
    public Refusal? Close()
    {
        if (_members.Count > 0)
            Fail("", $"Unknown keys: {string.Join(", ", _members.Keys.Order(StringComparer.Ordinal).Take(10).Select(JsonText.Shorten))}.");
        return CloseOpenly();
    }

    /// <summary>What is wrong with what was read; members that nobody asked for are none of our business. Null when nothing is.</summary>
    public Refusal? CloseOpenly() => _faults.Count == 0 ? null : Refusal.BadRequest("The request is not valid.", _faults);

    private bool Take(string name, out JsonElement value) => _members.Remove(name, out value);
}
