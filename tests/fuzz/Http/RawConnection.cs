using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vespid.Tests.Fuzz.Http;

/// <summary>A keep-alive connection that sends any bytes and reads one answer to them; it connects again when the server has closed it.</summary>
internal sealed class RawConnection(int port) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _have;

    /// <exception cref="TimeoutException">No answer, or only half of one, in time.</exception>
    public async Task<RawReply> SendAsync(RawRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await TrySendAsync(request, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Close();
            throw new TimeoutException($"No whole answer in {Patience.TotalSeconds} s.");
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task<RawReply> TrySendAsync(RawRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var fresh = _socket is null;
            if (fresh)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                _have = 0;
            }

            var reply = await ExchangeAsync(request, cancellationToken);
            if (reply.Closes || request.IsBroken)
                Close();
            // An idle connection may end just when it is used again.
            if (reply.Status != 0 || fresh || attempt > 0)
                return reply;
        }
    }

    private async Task<RawReply> ExchangeAsync(RawRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _socket!.SendAsync(request.Bytes, cancellationToken);
            if (request.IsBroken)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It may have answered all the same, before it closed.
        }

        try
        {
            return await ReadAsync(request.IsHead, cancellationToken);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return RawReply.None;
        }
    }

    private async Task<RawReply> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _have).IndexOf("\r\n\r\n"u8)) < 0)
            await FillAsync(cancellationToken);
        var reply = new RawReply(
            int.Parse(_buffer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture), Encoding.Latin1.GetString(_buffer, 0, end), [], Closes: false);
        Drop(end + 4);
        if (reply.Status == 100)
            return await ReadAsync(isHead, cancellationToken);
        var closes = string.Equals(reply["connection"], "close", StringComparison.OrdinalIgnoreCase);
        if (isHead || reply.Status is 204 or 304)
            return reply with { Closes = closes || _have > 0 };
        if (reply["content-type"] == "text/event-stream")
            return reply with { Closes = true };
        var body = reply["content-length"] is { } length
            ? await TakeAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellationToken)
            : reply["transfer-encoding"] is null ? [] : await ChunksAsync(cancellationToken);
        // What follows an answer that nobody asked for belongs to none of ours.
        return reply with { Body = body, Closes = closes || _have > 0 };
    }

    private async Task<byte[]> ChunksAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            int end;
            while ((end = _buffer.AsSpan(0, _have).IndexOf("\r\n"u8)) < 0)
                await FillAsync(cancellationToken);
            var size = int.Parse(Encoding.ASCII.GetString(_buffer, 0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Drop(end + 2);
            body.AddRange(await TakeAsync(size, cancellationToken));
            await TakeAsync(2, cancellationToken);
            if (size == 0)
                return [.. body];
        }
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new byte[count];
        var have = 0;
        while (have < count)
        {
            if (_have == 0)
                await FillAsync(cancellationToken);
            var part = Math.Min(count - have, _have);
            _buffer.AsSpan(0, part).CopyTo(taken.AsSpan(have));
            Drop(part);
            have += part;
        }

        return taken;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_have == _buffer.Length)
            throw new IOException("The headers of the answer have no end.");
        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_have), cancellationToken);
        if (read == 0)
            throw new IOException("The server closed the connection.");
        _have += read;
    }

    private void Drop(int count)
    {
        _have -= count;
        _buffer.AsSpan(count, _have).CopyTo(_buffer);
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _have = 0;
    }
}
