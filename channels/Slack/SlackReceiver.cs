using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>
/// Socket Mode, for accounts whose setting <c>receive</c> is <c>socket</c>; the app-level token is the secret <c>appToken</c>. An envelope is acknowledged
/// after its messages are committed, else Slack sends it again. Source: docs.slack.dev/apis/events-api/using-socket-mode.
/// </summary>
internal sealed class SlackReceiver(SlackApi slack, VendorSockets sockets, SlackReader reader, TimeProvider time) : IChannelReceiver
{
    private const string TokenName = "appToken";
    private const int NormalClosure = 1000;
    private const int MaxMessage = 1024 * 1024;
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);

    public string ChannelId => "slack";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) =>
        Connections.Wants(account) && account.Secrets(TokenName) is [var token, ..] ? $"slack:{AppOf(token)}" : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var url = await AskForUrlAsync(account, cancellationToken);
        await using var socket = await sockets.OpenAsync(url, MaxMessage, default, cancellationToken);
        // Slack pings below the messages; the socket answers, and breaks when its own pings stay unanswered.
        await using var alive = time.CreateTimer(_ => HeardIfOpen(socket, sink), null, SignOfLife, SignOfLife);
        try
        {
            await ListenAsync(socket, account, sink, cancellationToken);
        }
        finally
        {
            await socket.CloseAsync(NormalClosure);
        }
    }

    private async Task ListenAsync(VendorSocket socket, ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var greeted = false;
        while (await socket.ReadAsync(cancellationToken) is { } frame)
        {
            sink.Heard();
            switch (frame["type"].Text)
            {
                case "hello":
                    greeted = true;
                    await sink.ConnectedAsync(cancellationToken);
                    break;
                case "disconnect" when frame["reason"].Text == "link_disabled":
                    throw new ReceiverException("slack_socket_mode_disabled", isFatal: true);
                case "disconnect":
                    return;
                default:
                    await TakeAsync(frame, socket, account, sink, cancellationToken);
                    break;
            }
        }

        if (!greeted)
            throw new ReceiverException("slack_closed_without_hello");
    }

    private async Task TakeAsync(BodyReader frame, VendorSocket socket, ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        if (frame["envelope_id"].Text is not { } envelope)
            return;
        var read = reader.Read(frame["payload"], Connections.RequestOf(account), account);
        if (read.Messages.Length > 0)
            await sink.DeliverAsync(read.Messages, cursor: null, cancellationToken);
        await socket.WriteAsync(new JsonObject { ["envelope_id"] = envelope }, cancellationToken);
    }

    private async Task<Uri> AskForUrlAsync(ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!slack.TryUrl(account, "apps.connections.open", out var method))
            throw new ReceiverException("slack_base_url_refused", isFatal: true);
        var result = await slack.CallAsync(method!, account.Secrets(TokenName)[0], [], cancellationToken);
        if (result is not PostResult.Answered answer)
            throw new ReceiverException("slack_" + Connections.FaultOf(result));
        if (!SlackApi.TryRead(answer, out var body))
            throw new ReceiverException($"slack_{answer.Status}", isFatal: answer.Status == 401, answer.RetryAfter);
        if (body["ok"].Boolean == true && Uri.TryCreate(body["url"].Text, UriKind.Absolute, out var url))
            return url;
        var error = SafeText.Cut(body["error"].Text ?? "answer_not_understood", 100);
        throw new ReceiverException("slack_" + error, SlackApi.IsCredentialFault(error), answer.RetryAfter);
    }

    private static void HeardIfOpen(VendorSocket socket, IReceiverSink sink)
    {
        if (socket.IsOpen)
            sink.Heard();
    }

    // xapp-1-<app id>-<number>-<secret>
    private static string AppOf(string token) => token.Split('-') is ["xapp", _, { Length: > 0 and <= 32 } app, ..] ? app : Connections.Fingerprint(token);
}
