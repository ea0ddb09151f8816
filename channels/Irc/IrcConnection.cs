using System.Text;

namespace Vespid.Channels;

/// <summary>The one live connection of an account, for those who send over it.</summary>
internal sealed class IrcConnection(Stream stream, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly IrcBucket _bucket = new(time);
    private readonly Lock _gate = new();
    private Pending? _pending;

    /// <summary>Our nick now.</summary>
    public string Nick { get; set; } = string.Empty;

    public async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// IRC confirms nothing, but servers answer in order: a ping after the message is answered once the message was dealt with, and refusals come before.
    /// </summary>
    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        var target = message.ConversationId;
        if (target.Length == 0 || target[0] == ':' || target.IndexOfAny([' ', ',', '\r', '\n', '\0']) >= 0)
            return new SendResult.Refused("irc_target_invalid");
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var lines = IrcText.Lines(message.Text, Nick, target);
            if (!_bucket.TryTake(lines.Count, out var wait))
                return new SendResult.Retry("irc_flood_control", wait, CountsAsAttempt: false);
            var pending = new Pending(target, message.EntryId.ToString("N"));
            lock (_gate)
                _pending = pending;
            return await ExchangeAsync(lines, pending, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Looks whether a line of the server tells of the message on its way.</summary>
    public void Observe(IrcLine line)
    {
        lock (_gate)
        {
            if (_pending is not { } pending)
                return;
            if (line.Command == "PONG" && line.Last == pending.Token)
                pending.Result.TrySetResult(new SendResult.Sent(pending.Token));
            else if (IsRefusal(line.Command) && string.Equals(line[1], pending.Target, StringComparison.OrdinalIgnoreCase))
                pending.Result.TrySetResult(new SendResult.Refused("irc_" + line.Command));
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void End()
    {
        lock (_gate)
            _pending?.Result.TrySetResult(new SendResult.Unknown("irc_connection_lost"));
    }

    public void Dispose()
    {
        End();
        // Not the semaphores: a sender may still hold one, and they own nothing.
    }

    private async Task<SendResult> ExchangeAsync(List<string> lines, Pending pending, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            foreach (var line in lines)
                await WriteAsync($"PRIVMSG {pending.Target} :{line}", either.Token);
            await WriteAsync("PING :" + pending.Token, either.Token);
            return await pending.Result.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new SendResult.Unknown(cancellationToken.IsCancellationRequested ? "irc_canceled" : "irc_timeout");
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return new SendResult.Unknown("irc_connection_lost");
        }
    }

    // No such nick, no such channel, cannot send, too many targets, no recipient or text, too long, registered users only.
    private static bool IsRefusal(string command) => command is "401" or "402" or "403" or "404" or "407" or "411" or "412" or "417" or "477" or "531";

    private sealed record Pending(string Target, string Token)
    {
        public TaskCompletionSource<SendResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
