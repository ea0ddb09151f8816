using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The request as it is kept with a message: without credentials, and such that the database's JSON type takes it.</summary>
internal static class PayloadRedaction
{
    public const string Redacted = "[redacted]";
    public const string TooDeep = "[too deep]";

    // Two levels of our own come on top, and later readers stop at 64.
    private const int MaxBodyDepth = JsonBody.MaxDepth - 4;
    private const int MaxNumberLength = 40;
    private const int MaxPlainDigits = 15;
    private const int MaxPlainName = 64;
    private const int ShortestSecretName = 5;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly SearchValues<string> SecretNames = SearchValues.Create(
        ["authorization", "cookie", "signature", "token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "x-hub-sig", "response_url"],
        StringComparison.OrdinalIgnoreCase);

    public static string Of(IngressRequest request, BodyReader body)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Body.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            Write(writer, "headers", request.Headers);
            Write(writer, "query", request.Query);
            writer.WritePropertyName("body");
            Write(writer, body.Element, 1);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static bool IsSecret(ReadOnlySpan<char> name) => name.Length >= ShortestSecretName && name.ContainsAny(SecretNames);

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
            writer.WriteString(SafeText.Of(key), IsSecret(key) ? Redacted : SafeText.Of(value));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > MaxBodyDepth:
                writer.WriteStringValue(TooDeep);
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                    Write(writer, property, depth);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, element);
                break;
            case JsonValueKind.String:
                WriteText(writer, element);
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonProperty property, int depth)
    {
        if (WriteName(writer, property) && property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))
            writer.WriteStringValue(Redacted);
        else
            Write(writer, property.Value, depth + 1);
    }

    /// <summary>Writes the name; whether it is that of a secret.</summary>
    private static bool WriteName(Utf8JsonWriter writer, JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Length <= MaxPlainName && Ascii.IsValid(raw) && !raw.Contains((byte)'\\'))
        {
            Span<char> plain = stackalloc char[MaxPlainName];
            Encoding.ASCII.GetChars(raw, plain);
            writer.WritePropertyName(raw);
            return IsSecret(plain[..raw.Length]);
        }

        var name = property.Name;
        writer.WritePropertyName(name);
        return IsSecret(name);
    }

    // A text without escapes stands in the body as it may stand in the copy.
    private static void WriteText(Utf8JsonWriter writer, JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
            writer.WriteStringValue(text.GetString());
        else
            writer.WriteRawValue(raw, skipInputValidation: true);
    }

    // The database's numbers end far before JSON's do; a number that it might refuse is kept as text.
    private static void WriteNumber(Utf8JsonWriter writer, JsonElement number)
    {
        var plain = JsonMarshal.GetRawUtf8Value(number);
        if (plain.Length <= MaxPlainDigits && !plain.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            writer.WriteRawValue(plain, skipInputValidation: true);
            return;
        }

        var raw = number.GetRawText();
        var fits = raw.Length <= MaxNumberLength && number.TryGetDouble(out var value) && double.IsFinite(value)
            && (value != 0 || !raw.AsSpan().ContainsAny('e', 'E'));
        if (fits)
            writer.WriteRawValue(raw, skipInputValidation: true);
        else
            writer.WriteStringValue(SafeText.Cut(raw, 256));
    }
}
