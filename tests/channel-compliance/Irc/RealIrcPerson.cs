using System.Net.Sockets;
using System.Text;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Irc;

/// <summary>A person on a real server, with a client of a few lines.</summary>
internal sealed class RealIrcPerson : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient _client = new();
    private Task _reading = Task.CompletedTask;

    public Ledger<string> Lines { get; } = new();

    public static async Task<RealIrcPerson> ConnectAsync(int port, string nick)
    {
        var person = new RealIrcPerson();
        await person._client.ConnectAsync("127.0.0.1", port);
        person._reading = person.ReadAsync();
        await person.SayAsync("NICK " + nick);
        await person.SayAsync($"USER {nick} 0 * :{nick}");
        await person.UntilAsync(" 001 ");
        return person;
    }

    public Task SayAsync(string line) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n")).AsTask();

    public Task UntilAsync(string part) =>
        Lines.WaitAsync(lines => lines.Any(line => line.Contains(part, StringComparison.Ordinal)), "a line with " + part, Patience);

    public async ValueTask DisposeAsync()
    {
        _client.Close();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_client.GetStream());
        while (await reader.ReadLineAsync() is { } line)
        {
            Lines.Record(line);
            if (line.StartsWith("PING", StringComparison.Ordinal))
                await SayAsync("PONG" + line[4..]);
        }
    }
}
