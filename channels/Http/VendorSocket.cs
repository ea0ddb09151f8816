using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>One connection that carries JSON objects. One reader; writers may be several.</summary>
internal sealed class VendorSocket(ClientWebSocket socket, int maxMessage, TimeSpan writeTimeout, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly byte[] _chunk = new byte[16 * 1024];
    private Task _receiving = Task.CompletedTask;

    public bool IsOpen => socket.State == WebSocketState.Open;

    /// <summary>Status with which the peer closed; null when it did not.</summary>
    public int? CloseCode => socket.CloseStatus is { } status ? (int)status : null;

    /// <summary>The next object; null when the peer closed in good order. What is no object is skipped.</summary>
    /// <exception cref="ReceiverException">The connection broke, or a message was too long.</exception>
    public async Task<BodyReader?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await ReadMessageAsync(cancellationToken) is { } message)
        {
            if (JsonBody.TryParseAnswer(message, out var body))
                return body;
        }

        return null;
    }

    /// <exception cref="ReceiverException">The connection broke.</exception>
    public Task WriteAsync(JsonObject message, CancellationToken cancellationToken) => WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), cancellationToken);

    /// <param name="text">UTF-8.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ReceiverException">The connection broke.</exception>
    public async Task WriteAsync(byte[] text, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(writeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _writing.WaitAsync(either.Token);
            try
            {
                await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, either.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException(deadline.IsCancellationRequested ? "write_timeout" : "connection_lost");
        }
    }

    /// <summary>Says goodbye if that is still possible, and gives the peer a moment to answer; never throws.</summary>
    public async Task CloseAsync(int status)
    {
        using var deadline = new CancellationTokenSource(Goodbye, time);
        try
        {
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
                return;
            await socket.CloseOutputAsync((WebSocketCloseStatus)status, null, deadline.Token);
            await _receiving.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            socket.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writing.Dispose();
    }

    /// <summary>The next message as it came; null when the peer closed in good order.</summary>
    /// <exception cref="ReceiverException">The connection broke, or a message was too long.</exception>
    public async Task<byte[]?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                // Cancelling a read would abort the connection, and there would be no goodbye.
                var receiving = socket.ReceiveAsync(new ArraySegment<byte>(_chunk), CancellationToken.None);
                _receiving = receiving;
                var part = await receiving.WaitAsync(cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                if (message.Length + part.Count > maxMessage)
                    throw new ReceiverException("message_too_long");
                message.Write(_chunk, 0, part.Count);
                if (part.EndOfMessage)
                    return message.ToArray();
            }
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException("connection_lost");
        }
    }

    private static bool IsBroken(Exception fault) =>
        fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;
}
