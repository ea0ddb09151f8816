namespace Vespid.Gateway.SignIn;

/// <summary>What we take for an e-mail address: enough to catch slips, since only a message could prove one.</summary>
internal static class EmailAddress
{
    public const int MostLength = 254;

    /// <summary>In lower case, as it is stored.</summary>
    public static string Normalize(string text) => text.Trim().ToLowerInvariant();

    public static bool IsPlausible(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= MostLength
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && text[^1] != '.' && text[at + 1] != '.';
    }
}
