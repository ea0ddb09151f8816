using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Vespid.Channels;

/// <summary>Turns bytes from outside into JSON that every later reader can take.</summary>
internal static class JsonBody
{
    public const int MaxDepth = 64;
    private const int MaxTrustedDepth = 512;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions Trusted = new() { MaxDepth = MaxTrustedDepth };

    /// <summary>A JSON object in valid UTF-8, at most 64 deep; of repeated names the last counts.</summary>
    public static bool TryParseObject(byte[] body, out BodyReader reader)
    {
        reader = default;
        if (body.Length == 0 || !Utf8.IsValid(body) || !TryParse(JsonText.Readable(body), Strict, out var element))
            return false;
        reader = BodyReader.Of(element);
        return reader.IsObject;
    }

    /// <summary>An answer of a platform: one odd message in it must not make the rest unreadable.</summary>
    public static bool TryParseAnswer(byte[] body, out BodyReader reader)
    {
        var text = Utf8.IsValid(body) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body));
        var parsed = TryParse(JsonText.Readable(text), Trusted, out var element);
        reader = parsed ? BodyReader.Of(element) : default;
        return reader.IsObject;
    }

    private static bool TryParse(byte[] json, JsonDocumentOptions options, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(json, options);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }
}
