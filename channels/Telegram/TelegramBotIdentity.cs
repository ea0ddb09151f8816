using System.Globalization;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What is known of the bot itself, to tell whether a message names it.</summary>
/// <param name="Username">Without the at sign; null when unknown.</param>
/// <param name="Id">Null when unknown.</param>
internal readonly record struct TelegramBotIdentity(string? Username, long? Id)
{
    public static TelegramBotIdentity Of(ChannelAccount account, IngressRequest request)
    {
        var username = account.Setting("botUsername") ?? request.Query.GetValueOrDefault("botUsername");
        username = username?.Trim().TrimStart('@');
        return new(string.IsNullOrEmpty(username) ? null : username, IdOf(account));
    }

    // A bot's token starts with its user id.
    private static long? IdOf(ChannelAccount account) =>
        account.Secrets(TelegramToken.SecretName) is [var token, ..]
        && long.TryParse(token.AsSpan(0, Math.Max(0, token.IndexOf(':'))), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
