using System.Text.Json;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Grains.Channels;

/// <summary>Whether a body that no adapter understood is what its media type says.</summary>
internal static class JsonClaim
{
    /// <summary>JSON by its media type, and empty or no JSON; how deep it is does not matter here.</summary>
    public static bool IsBroken(IngressRequest request) => IsJson(request.ContentType) && !Parses(request.Body);

    private static bool IsJson(string? contentType)
    {
        if (contentType is null)
            return false;
        var media = contentType.AsSpan();
        if (media.IndexOf(';') is >= 0 and var semicolon)
            media = media[..semicolon];
        media = media.Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Parses(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            // Nothing at all is no JSON to the reader either.
            while (reader.Read())
                continue;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
