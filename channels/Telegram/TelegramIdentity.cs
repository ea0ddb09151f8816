namespace Vespid.Channels;

/// <summary>The bot behind an account, whose connection and send budget are shared by whoever uses its token.</summary>
public static class TelegramIdentity
{
    /// <summary><c>telegram:&lt;bot id&gt;</c> of an account with a bot token; null for another channel, or without one.</summary>
    public static string? KeyOf(ChannelAccount account)
    {
        return account.ChannelId == "telegram" && account.Secrets(TelegramToken.SecretName) is [var token, ..] ? KeyOf(token) : null;
    }

    /// <summary><c>telegram:&lt;bot id&gt;</c>; null when the token has none.</summary>
    public static string? KeyOf(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !token.AsSpan(0, colon).ContainsAnyExceptInRange('0', '9') ? string.Concat("telegram:", token.AsSpan(0, colon)) : null;
    }
}
