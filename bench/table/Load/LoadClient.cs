using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vespid.Bench.Table.Load;

/// <summary>One keep-alive connection that sends a request, waits for its answer and sends the next. Reads just as much of HTTP as that needs.</summary>
internal sealed class LoadClient(int port, Traffic traffic, int number) : IDisposable
{
    private const int AcceptedStatus = 202;

    private static readonly byte[] HeaderEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthName = "Content-Length: "u8.ToArray();

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(traffic.Expected);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket _socket = NewSocket();
    private long _sequence;

    /// <summary>Stands before the time stamp in each text.</summary>
    public static ReadOnlySpan<byte> Stamp => "sent at "u8;

    /// <summary>Of the answers that were as expected, microseconds.</summary>
    public List<int> Latencies { get; } = new(50_000);

    /// <summary>Answers that were not as expected, and connections that broke.</summary>
    public int Errors { get; private set; }

    public string? FirstError { get; private set; }

    public Task ConnectAsync() => _socket.ConnectAsync(IPAddress.Loopback, port);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await SendOneAsync();
    }

    public async Task SendOneAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await _socket.SendAsync(NextRequest(started));
            if (await IsGoodAnswerAsync())
                Latencies.Add((int)TimeProvider.System.GetElapsedTime(started).TotalMicroseconds);
            else
                Errors++;
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            Errors++;
            FirstError ??= fault.Message;
            _socket.Dispose();
            _socket = NewSocket();
            await ConnectAsync();
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private byte[] NextRequest(long now)
    {
        var id = ((long)number << 32) | ++_sequence;
        var conversation = (int)((((long)number * 7919) + _sequence) % traffic.Conversations);
        var sender = 5_000 + conversation;
        var body = $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1710000020,"chat":{"id":{{{sender}}},"type":"private","first_name":"Load"},"from":{"id":{{{sender}}},"is_bot":false,"first_name":"Load","language_code":"en"},"text":"deploy now, sent at {{{now}}}"}}""";
        return Encoding.ASCII.GetBytes($"POST {traffic.PathOf(conversation)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private async ValueTask<bool> IsGoodAnswerAsync()
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
            var status = ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + _buffer[11] - '0';
            var good = status == AcceptedStatus && _buffer.AsSpan(headerEnd, whole - headerEnd).IndexOf(_expected) >= 0;
            if (!good)
                FirstError ??= Encoding.UTF8.GetString(_buffer, 0, Math.Min(whole, 600));
            return good;
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
