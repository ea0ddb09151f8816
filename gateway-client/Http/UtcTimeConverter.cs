using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vespid.Gateway.Http;

/// <summary>Times as ISO 8601 in UTC with milliseconds: <c>2026-02-22T10:20:30.123Z</c>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int Length = 24;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        if (!value.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture) || written != Length)
            throw new JsonException("A time does not fit its format.");
        writer.WriteStringValue(text);
    }
}
