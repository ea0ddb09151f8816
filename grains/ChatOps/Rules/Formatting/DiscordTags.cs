using System.Globalization;

namespace Vespid.Grains.ChatOps;

/// <summary>What stands between angle brackets. Source: docs.discord.com/developers/reference#message-formatting-formats.</summary>
internal static class DiscordTags
{
    /// <summary>What it shows, and whom it names; null when it is no tag.</summary>
    /// <param name="tag">Without the brackets.</param>
    /// <param name="names">Names behind ids.</param>
    public static (string Text, string? UserId)? Read(string tag, IDiscordNames names) => tag switch
    {
        ['@', '&', .. var role] when IsId(role) => ("@" + (names.Role(role) ?? "unknown-role"), null),
        ['@', '!', .. var user] when IsId(user) => ("@" + (names.User(user) ?? "unknown-user"), user),
        ['@', .. var user] when IsId(user) => ("@" + (names.User(user) ?? "unknown-user"), user),
        ['#', .. var channel] when IsId(channel) => ("#" + (names.Channel(channel) ?? "unknown-channel"), null),
        ['t', ':', .. var time] when Time(time) is { } shown => (shown, null),
        ['i', 'd', ':', .. var page] when page.Length > 0 && page.All(char.IsAsciiLetter) => (page, null),
        ['a', ':', .. var emoji] when Emoji(emoji) is { } shown => (shown, null),
        [':', .. var emoji] when Emoji(emoji) is { } shown => (shown, null),
        ['/', .. var command] when Named(command) is { } shown => ("/" + shown, null),
        _ when WebAddress.IsOne(tag) && !tag.Any(char.IsWhiteSpace) => (tag, null),
        _ => null,
    };

    private static bool IsId(string id) => id.Length is > 0 and <= 20 && id.All(char.IsAsciiDigit);

    private static string? Emoji(string emoji) =>
        Named(emoji) is { } name && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? $":{name}:" : null;

    private static string? Named(string named)
    {
        var colon = named.LastIndexOf(':');
        return colon > 0 && IsId(named[(colon + 1)..]) && !named[..colon].Contains('\n', StringComparison.Ordinal) ? named[..colon] : null;
    }

    private static string? Time(string time)
    {
        var colon = time.IndexOf(':', StringComparison.Ordinal);
        var (seconds, style) = colon < 0 ? (time, "f") : (time[..colon], time[(colon + 1)..]);
        if (style is not ("t" or "T" or "d" or "D" or "f" or "F" or "s" or "S" or "R")
            || !long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unix))
            return null;
        // Years 1 to 9999.
        return unix is >= -62_135_596_800 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(unix).UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
            : null;
    }
}
