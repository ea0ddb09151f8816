using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>One connection: the challenge, the hello that tells who we are, then events in sequence, with pings between them.</summary>
internal sealed class MattermostConnection(VendorSocket socket, ChannelAccount account, IReceiverSink sink, MattermostReader reader, TimeProvider time)
{
    private const int NormalClosure = 1000;
    private const long ChallengeSequence = 1;
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);

    /// <summary>The server keeps little more than a hundred events for a connection that comes again.</summary>
    private const int MostUnsaved = 50;

    private long _sent = ChallengeSequence;
    private MattermostPlace? _place;
    private long _saved;
    private bool _connected;

    public async Task RunAsync(MattermostPlace? place, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pinging = Task.CompletedTask;
        var listening = Task.CompletedTask;
        try
        {
            await socket.WriteAsync(
                new JsonObject
                {
                    ["seq"] = ChallengeSequence,
                    ["action"] = "authentication_challenge",
                    ["data"] = new JsonObject { ["token"] = account.Secrets(MattermostApi.TokenName)[0] },
                },
                cancellationToken);
            listening = ListenAsync(place, end.Token);
            pinging = PingAsync(end.Token);
            await await Task.WhenAny(listening, pinging);
        }
        finally
        {
            await end.CancelAsync();
            await socket.CloseAsync(NormalClosure);
            await Task.WhenAll(pinging, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(PingInterval, time, cancellationToken);
            // The answer is what is heard on a quiet server.
            await socket.WriteAsync(new JsonObject { ["seq"] = ++_sent, ["action"] = "ping" }, cancellationToken);
        }
    }

    private async Task ListenAsync(MattermostPlace? place, CancellationToken cancellationToken)
    {
        while (await socket.ReadAsync(cancellationToken) is { } frame)
        {
            sink.Heard();
            if (frame["seq_reply"].Integer == ChallengeSequence)
                await ChallengedAsync(frame["status"].Text, place, cancellationToken);
            else if (frame["event"].Text == "hello")
                await GreetAsync(frame, cancellationToken);
            else if (frame["event"].Text is not null)
                await TakeAsync(frame, cancellationToken);
        }

        // The server also closes without a word when it does not like the token.
        throw new ReceiverException(_connected ? $"mattermost_closed_{socket.CloseCode ?? 0}" : "mattermost_closed_without_hello");
    }

    private async Task ChallengedAsync(string? status, MattermostPlace? place, CancellationToken cancellationToken)
    {
        if (status == "FAIL")
            throw new ReceiverException("mattermost_token_refused", isFatal: true);
        // A connection that goes on where it was is not greeted again.
        if (place is null || _place is not null)
            return;
        Take(place);
        await ConnectAsync(cancellationToken);
    }

    private async Task GreetAsync(BodyReader hello, CancellationToken cancellationToken)
    {
        Take(new(hello["data"]["connection_id"].Text ?? "", (hello["seq"].Integer ?? 0) + 1, hello["broadcast"]["user_id"].Text));
        await sink.DeliverAsync([], _place!.ToString(), cancellationToken);
        await ConnectAsync(cancellationToken);
    }

    private void Take(MattermostPlace place)
    {
        _place = place;
        _saved = place.Next;
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (!_connected)
            await sink.ConnectedAsync(cancellationToken);
        _connected = true;
    }

    private async Task TakeAsync(BodyReader frame, CancellationToken cancellationToken)
    {
        if (_place is null)
            return;
        if (frame["seq"].Integer is { } sequence)
        {
            // A gap means that events were lost on the way; the server can send them again to a connection that asks.
            if (sequence > _place.Next)
                throw new ReceiverException("mattermost_sequence_gap");
            _place = _place with { Next = sequence + 1 };
        }

        var read = reader.Read(frame, Connections.RequestOf(account, ("botUserId", _place.BotUserId)), account);
        if (read.Messages.IsEmpty && _place.Next - _saved < MostUnsaved)
            return;
        await sink.DeliverAsync(read.Messages, _place.ToString(), cancellationToken);
        _saved = _place.Next;
    }
}
