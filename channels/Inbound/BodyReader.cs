using System.Globalization;
using System.Text.Json;

namespace Vespid.Channels;

/// <summary>
/// Reads a body by the rules that all channels share (specification 2.2). A step that leads nowhere gives an absent value, never an exception.
/// </summary>
public readonly struct BodyReader
{
    private readonly JsonElement _element;

    private BodyReader(JsonElement element) => _element = element;

    /// <summary>The value itself; kind <see cref="JsonValueKind.Undefined"/> when absent.</summary>
    public JsonElement Element => _element;

    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    public bool IsNumber => _element.ValueKind == JsonValueKind.Number;

    /// <summary>A JSON string, trimmed; null when absent, empty or of another kind. A number is not read as a string.</summary>
    public string? Text =>
        _element.ValueKind == JsonValueKind.String && _element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A JSON number, or a string that is one. Finite.</summary>
    public double? Number
    {
        get
        {
            if (IsNumber)
                return _element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
            return Text is { Length: <= 64 } text
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                && double.IsFinite(parsed) ? parsed : null;
        }
    }

    /// <summary>A whole JSON number within 64 bits, in plain digits; null otherwise.</summary>
    public string? IntegerId => Integer?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole JSON number within 64 bits, also when written as <c>200.0</c> or <c>2e2</c>.</summary>
    public long? Integer
    {
        get
        {
            if (!IsNumber)
                return null;
            if (_element.TryGetInt64(out var integer))
                return integer;
            return _element.TryGetDecimal(out var number) && number == decimal.Truncate(number)
                && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
        }
    }

    public bool? Boolean => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Elements of an array; none for anything else.</summary>
    public IEnumerable<BodyReader> Items => IsArray ? _element.EnumerateArray().Select(item => new BodyReader(item)) : [];

    /// <summary>A property; of repeated names the last.</summary>
    public BodyReader this[string name] => IsObject && _element.TryGetProperty(name, out var value) ? new(value) : default;

    public BodyReader this[int index] => IsArray && index >= 0 && index < _element.GetArrayLength() ? new(_element[index]) : default;

    public static BodyReader Of(JsonElement element) => new(element);

    /// <summary>First of the named properties that is a string.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name].Text is { } text)
                return text;
        }

        return null;
    }

    /// <summary>This when it is an object, else <paramref name="other"/>.</summary>
    public BodyReader OrObject(BodyReader other) => IsObject ? this : other;
}
