namespace Vespid.Channels;

/// <summary>Mention by text: a plain search, without regard to case.</summary>
internal static class Mentions
{
    public static bool InText(string text, params ReadOnlySpan<string?> names) =>
        Contains(text, "@vespid") || Contains(text, "@bot") || Any(text, names);

    public static bool Any(string text, params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name) && Contains(text, name))
                return true;
        }

        return false;
    }

    private static bool Contains(string text, string name) => text.Contains(name, StringComparison.OrdinalIgnoreCase);
}
