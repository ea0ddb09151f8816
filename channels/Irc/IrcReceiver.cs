using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// An IRC client: TLS, capabilities, SASL PLAIN, channels, and what people say there and in private. IRC keeps nothing for us, so there is no cursor.
/// Source: modern.ircdocs.horse and the IRCv3 specifications.
/// </summary>
internal sealed class IrcReceiver(IrcDialer dialer, IrcConnections connections, Envelopes envelopes, IOptions<ChannelOptions> options, TimeProvider time) : IChannelReceiver
{
    // 8191 bytes of tags and 512 of the rest, and then some.
    private const int MaxLine = 16 * 1024;
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    public string ChannelId => "irc";

    public string NeededSetting => IrcSettings.ServerSetting;

    public string? ConnectionKey(ChannelAccount account) => IrcSettings.Of(account) is null ? null : $"irc:{account.Id}";

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var settings = IrcSettings.Of(account) ?? throw new ReceiverException("irc_settings_invalid", isFatal: true);
        await using var stream = await dialer.OpenAsync(settings, cancellationToken);
        using var connection = new IrcConnection(stream, options.Value.OutboundTimeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(connection, ended.Token);
        try
        {
            await ConverseAsync(new(account, settings, connection, new(stream, MaxLine, sink.Heard)), sink, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException("irc_connection_lost");
        }
        finally
        {
            connections.Remove(account.Id, connection);
            connection.End();
            await ended.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await QuitAsync(connection);
        }
    }

    private async Task ConverseAsync(Talk talk, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var login = new IrcLogin(talk.Settings, line => talk.Connection.WriteAsync(line, cancellationToken));
        await login.BeginAsync();
        while (await talk.Lines.ReadAsync(cancellationToken) is { } text)
        {
            if (IrcLine.Parse(text) is not { } line)
                continue;
            if (line.Command == "PING")
                await talk.Connection.WriteAsync("PONG :" + line.Last, cancellationToken);
            else if (line.Command == "ERROR")
                throw new ReceiverException("irc_closed: " + SafeText.Cut(SafeText.Of(line.Last), 120));
            else if (login.Welcomed is not null)
                await HandleAsync(talk, line, sink, cancellationToken);
            else
                await WelcomeAsync(talk, login, line, sink, cancellationToken);
        }
    }

    private async Task WelcomeAsync(Talk talk, IrcLogin login, IrcLine line, IReceiverSink sink, CancellationToken cancellationToken)
    {
        await login.HandleAsync(line);
        if (login.Welcomed is not { } nick)
            return;
        talk.Connection.Nick = nick;
        foreach (var channel in talk.Settings.Channels)
            await talk.Connection.WriteAsync("JOIN " + channel, cancellationToken);
        connections.Put(talk.Account.Id, talk.Connection);
        await sink.ConnectedAsync(cancellationToken);
    }

    private async Task HandleAsync(Talk talk, IrcLine line, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var connection = talk.Connection;
        connection.Observe(line);
        var own = string.Equals(line.Nick, connection.Nick, StringComparison.OrdinalIgnoreCase);
        if (line.Command == "NICK" && own)
            connection.Nick = line[0];
        // Other bots mark themselves, and answering them could go on for ever.
        if (line.Command != "PRIVMSG" || own || line.Tags.ContainsKey("bot") || IrcText.Said(line.Last) is not { } text)
            return;
        var body = BodyReader.Of(JsonElement.Parse(BodyOf(line, text).ToJsonString()));
        var read = envelopes.Seal(IrcBody.Read(body, connection.Nick), ReceivedRequest.Of(talk.Account), body);
        if (read.Messages.Length > 0)
            await sink.DeliverAsync(read.Messages, null, cancellationToken);
    }

    private static JsonObject BodyOf(IrcLine line, string text)
    {
        // To operators of a channel only: still that channel.
        var target = line[0].TrimStart('@', '%', '~');
        var body = new JsonObject { ["message"] = SafeText.Of(text), ["nick"] = SafeText.Of(line.Nick), ["target"] = SafeText.Of(target) };
        foreach (var (tag, name) in new[] { ("msgid", "messageId"), ("account", "account"), ("time", "receivedAt"), ("+draft/reply", "replyTo"), ("+reply", "replyTo") })
        {
            if (line.Tags.GetValueOrDefault(tag) is { Length: > 0 } value)
                body[name] = SafeText.Of(value);
        }

        return body;
    }

    private async Task AskAsync(IrcConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(AskEvery, time, cancellationToken);
            await connection.WriteAsync("PING :alive", cancellationToken);
        }
    }

    private async Task QuitAsync(IrcConnection connection)
    {
        using var deadline = new CancellationTokenSource(Goodbye, time);
        try
        {
            await connection.WriteAsync("QUIT :bye", deadline.Token);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was broken already.
        }
    }

    private sealed record Talk(ChannelAccount Account, IrcSettings Settings, IrcConnection Connection, LineReader Lines);
}
