using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Outbound;

/// <summary>Receivers of HTTP/1.0, as small scripts are that take webhooks.</summary>
public sealed class OldServerTests : IDisposable
{
    private const string Old = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const string OldThatKeeps = "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n";
    private const string New = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));

    /// <summary>Number of the connection that each request came by.</summary>
    private readonly ConcurrentQueue<int> _connections = new();

    private volatile string _answer = New;

    public OldServerTests() => _listener.Start();

    public void Dispose()
    {
        _host.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(Old, new[] { 1, 2, 3 })]
    [InlineData(OldThatKeeps, new[] { 1, 1, 1 })]
    [InlineData(New, new[] { 1, 1, 1 })]
    public async Task A_server_that_closes_after_each_answer_gets_a_connection_for_each_request(string answer, int[] connections)
    {
        _answer = answer;
        _ = ServeAsync();
        for (var i = 0; i < 3; i++)
            await SendAsync();

        Assert.Equal(connections, _connections);
    }

    [Fact]
    public async Task One_that_was_replaced_is_known_by_its_answer()
    {
        _ = ServeAsync();
        foreach (var answer in new[] { Old, New, New, New })
        {
            _answer = answer;
            await SendAsync();
        }

        // The first connection waits for another request, for this server does not close either.
        Assert.Equal([1, 2, 1, 1], _connections);
    }

    private async Task SendAsync()
    {
        var account = Accounts.Of("slack", null, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        var message = new OutboundMessage(new SequentialIds().NewId(), Guid.Empty, "room", "hello", null, null, null, null, "reply");
        Assert.IsType<SendResult.Sent>(await _host.Senders.SendAsync(message, account, CancellationToken.None));
    }

    private async Task ServeAsync()
    {
        for (var number = 1; true; number++)
            _ = AnswerAsync(await _listener.AcceptTcpClientAsync(), number);
    }

    /// <summary>Answers whatever comes by this connection, and leaves the closing to the other side: so it shows which one was taken.</summary>
    private async Task AnswerAsync(TcpClient client, int number)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await LengthAsync(reader) is { } length)
            {
                await reader.ReadBlockAsync(new char[length]);
                _connections.Enqueue(number);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer));
            }
        }
    }

    /// <returns>Length of the body that follows; null at the end.</returns>
    private static async Task<int?> LengthAsync(StreamReader reader)
    {
        const string Name = "Content-Length: ";
        int? length = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line[Name.Length..], System.Globalization.CultureInfo.InvariantCulture);
        }

        return length;
    }
}
