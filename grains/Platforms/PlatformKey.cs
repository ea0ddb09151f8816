using Vespid.Channels;

namespace Vespid.Grains.Platforms;

/// <summary>Key of the connection that owns a bot identity.</summary>
internal static class PlatformKey
{
    /// <summary><c>telegram:&lt;bot id&gt;</c> of an account with a bot token; null when the account sends without one.</summary>
    public static string? OfBot(ChannelAccount account)
    {
        if (account.ChannelId != "telegram" || account.WebhookUrl is not null || account.Secrets("botToken") is not [var token, ..])
            return null;
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && token.AsSpan(0, colon).ContainsAnyExceptInRange('0', '9') is false ? "telegram:" + token[..colon] : null;
    }
}
