using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vespid.Bench.Ingress;

/// <summary>One keep-alive connection that sends a request, waits for its answer and sends the next. Reads just as much of HTTP as that needs.</summary>
internal sealed class LoadClient(int port, string path, int number, int senders) : IDisposable
{
    private static readonly byte[] HeaderEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthName = "Content-Length: "u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private long _sequence;

    public Task ConnectAsync() => _socket.ConnectAsync(IPAddress.Loopback, port);

    /// <summary>Sends until told to stop; latencies in microseconds go to <paramref name="latencies"/>.</summary>
    public async Task<int> RunAsync(List<int> latencies, string? expected, CancellationToken stop)
    {
        var sent = 0;
        while (!stop.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            await _socket.SendAsync(NextRequest());
            var status = await ReadAnswerAsync(expected);
            if (status != 202)
                throw new InvalidOperationException($"Answered {status}: {Encoding.UTF8.GetString(_buffer.AsSpan(0, 400))}");
            latencies.Add((int)TimeProvider.System.GetElapsedTime(started).TotalMicroseconds);
            sent++;
        }

        return sent;
    }

    public void Dispose() => _socket.Dispose();

    private byte[] NextRequest()
    {
        var id = ((long)number << 40) | ++_sequence;
        var sender = 5000 + ((number * 7919) + _sequence) % senders;
        var body = $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1710000020,"chat":{"id":{{{sender}}},"type":"private","first_name":"Load"},"from":{"id":{{{sender}}},"is_bot":false,"first_name":"Load","language_code":"en"},"text":"deploy now {{{id}}}"}}""";
        return Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private async ValueTask<int> ReadAnswerAsync(string? expected)
    {
        var have = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(have));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            have += read;
            var headerEnd = _buffer.AsSpan(0, have).IndexOf(HeaderEnd);
            if (headerEnd < 0)
                continue;
            var whole = headerEnd + HeaderEnd.Length + Length(_buffer.AsSpan(0, headerEnd));
            if (have < whole)
                continue;
            if (expected is not null && !Encoding.UTF8.GetString(_buffer, headerEnd, whole - headerEnd).Contains(expected, StringComparison.Ordinal))
                throw new InvalidOperationException($"Unexpected answer: {Encoding.UTF8.GetString(_buffer, 0, whole)}");
            return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + _buffer[11] - '0';
        }
    }

    private static int Length(ReadOnlySpan<byte> headers)
    {
        var at = headers.IndexOf(LengthName);
        if (at < 0)
            throw new IOException("The answer has no length.");
        var value = headers[(at + LengthName.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], System.Globalization.CultureInfo.InvariantCulture);
    }
}
