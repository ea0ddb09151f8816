using System.Text;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Channels;

/// <summary>
/// The gateway, for accounts whose setting <c>receive</c> is <c>socket</c>: ordinary messages come by no other way. Source:
/// docs.discord.com/developers/events/gateway.
/// </summary>
internal sealed class DiscordReceiver(DiscordApi discord, VendorSockets sockets, DiscordReader reader, IChance chance, TimeProvider time) : IChannelReceiver
{
    private const int MaxMessage = 8 * 1024 * 1024;
    private const double LongestWaitMs = 86_400_000;

    public string ChannelId => "discord";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) =>
        Connections.Wants(account) && account.Secrets(DiscordApi.TokenName) is [var token, ..] ? $"discord:{BotOf(token)}" : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var session = DiscordSession.Parse(sink.Cursor);
        await using var socket = await ConnectAsync(account, session, cancellationToken);
        await new DiscordConnection(socket, account, sink, reader, chance, time).RunAsync(session, cancellationToken);
    }

    private async Task<VendorSocket> ConnectAsync(ChannelAccount account, DiscordSession? session, CancellationToken cancellationToken)
    {
        if (session is not null && Uri.TryCreate(session.ResumeUrl, UriKind.Absolute, out var resume))
        {
            try
            {
                return await OpenAsync(resume, cancellationToken);
            }
            catch (ReceiverException)
            {
                // That host may be gone; any other can tell whether the session still is.
            }
        }

        return await OpenAsync(await AskForUrlAsync(account, session is null, cancellationToken), cancellationToken);
    }

    private Task<VendorSocket> OpenAsync(Uri url, CancellationToken cancellationToken) =>
        sockets.OpenAsync(new UriBuilder(url) { Query = "v=10&encoding=json" }.Uri, MaxMessage, default, cancellationToken);

    private async Task<Uri> AskForUrlAsync(ChannelAccount account, bool identifies, CancellationToken cancellationToken)
    {
        if (!discord.TryUrl(account, "gateway/bot", out var url))
            throw new ReceiverException("discord_base_url_refused", isFatal: true);
        var result = await discord.GetAsync(url!, account.Secrets(DiscordApi.TokenName)[0], cancellationToken);
        if (result is not PostResult.Answered answer)
            throw new ReceiverException("discord_" + Connections.FaultOf(result));
        if (answer.Status != 200)
            throw new ReceiverException($"discord_{answer.Status}", isFatal: answer.Status == 401, answer.RetryAfter);
        if (!DiscordApi.TryRead(answer, out var body) || !Uri.TryCreate(body["url"].Text, UriKind.Absolute, out var gateway))
            throw new ReceiverException("discord_answer_not_understood");
        var limit = body["session_start_limit"];
        // Beyond the limit Discord resets the bot's token.
        if (identifies && limit["remaining"].Integer is <= 0)
            throw new ReceiverException("discord_session_limit", retryAfter: TimeSpan.FromMilliseconds(Math.Clamp(limit["reset_after"].Number ?? 0, 0, LongestWaitMs)));
        return gateway;
    }

    // A bot's token starts with its user id in base64.
    private static string BotOf(string token)
    {
        var head = token.Split('.')[0];
        var bytes = new byte[head.Length];
        var padded = head.PadRight((head.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var written) && written is > 0 and <= 20
            && Encoding.ASCII.GetString(bytes, 0, written) is var id && id.All(char.IsAsciiDigit) ? id : Connections.Fingerprint(token);
    }
}
