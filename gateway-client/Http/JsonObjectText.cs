namespace Vespid.Gateway.Http;

/// <summary>A JSON object of the request, kept as text; the API document shows it as an object.</summary>
internal sealed record JsonObjectText(string Text)
{
    public static JsonObjectText? From(string? text) => text is null ? null : new JsonObjectText(text);
}
