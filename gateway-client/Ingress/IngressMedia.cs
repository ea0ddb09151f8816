namespace Vespid.Gateway.Ingress;

/// <summary>Media types that reach the runtime.</summary>
internal static class IngressMedia
{
    public static bool IsTaken(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var media = contentType.AsSpan(0, semicolon < 0 ? contentType.Length : semicolon).Trim();
        return Is(media, "application/json") || Is(media, "text/plain") || Is(media, "application/x-www-form-urlencoded")
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private static bool Is(ReadOnlySpan<char> media, string name) => media.Equals(name, StringComparison.OrdinalIgnoreCase);
}
