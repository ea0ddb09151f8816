using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A conversation over a real IRC server, from a stranger's first line to the reply after the server's restart.</summary>
public sealed class IrcTests
{
    [NgircdFact]
    public async Task A_stranger_is_paired_and_answered_and_the_connection_survives_the_servers_restart()
    {
        using var data = new TemporaryFolder();
        var server = await RealIrcServer.StartAsync();
        await using var host = await HostProcess.StartReadyAsync(
            data.Path, PortOffsets.Take(), new Dictionary<string, string> { ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1" }, "--no-demo");
        using var client = await ApiClient.SignInAsync(host);
        await client.InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        var account = await client.AddAccountAsync(
            "irc", "real", new JsonObject { ["metadata"] = new JsonObject { ["serverUrl"] = $"irc://127.0.0.1:{server.Port}", ["nick"] = "helper" } });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/actions/start");
        await UntilRunningAsync(client, account);

        await using (var alice = await IrcPerson.JoinAsync(server.Port, "alice"))
        {
            await alice.SayAsync("helper", "let me in");
            JsonArray pending = [];
            await Wait.UntilAsync(
                async () => (pending = (await client.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests?status=pending"))["requests"]!.AsArray()).Count == 1,
                "alice asks to be paired");
            await client.OrganizationAsync(HttpMethod.Post, $"/channels/pairing/requests/{pending[0]!["id"]}/approve");
            await alice.SayAsync("helper", "hello");
            await alice.HearsAsync("PRIVMSG alice :echo: hello");
        }

        await server.DisposeAsync();
        await Wait.UntilAsync(async () => await StatusAsync(client, account) == "degraded", () => "the lost connection shows", TimeSpan.FromSeconds(40));
        await using var again = await RealIrcServer.StartAsync(server.Port);
        await UntilRunningAsync(client, account);
        await using var back = await IrcPerson.JoinAsync(server.Port, "alice");
        await back.SayAsync("helper", "still there?");
        await back.HearsAsync("PRIVMSG alice :echo: still there?");

        var messages = await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages");
        Assert.Equal(
            ["still there?", "hello", "let me in"],
            messages["messages"]!.AsArray().Where(message => (string?)message!["direction"] == "inbound").Select(message => (string)message!["text"]!));
    }

    private static Task UntilRunningAsync(ApiClient client, string account) =>
        Wait.UntilAsync(async () => await StatusAsync(client, account) == "running" && await IsConnectedAsync(client, account), () => "the account is connected", TimeSpan.FromSeconds(60));

    private static async Task<string?> StatusAsync(ApiClient client, string account) =>
        (string?)(await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}"))["account"]!["status"];

    /// <summary>An operator's start says <c>running</c> too; the connection's own word comes with the time it was heard.</summary>
    private static async Task<bool> IsConnectedAsync(ApiClient client, string account) =>
        (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}"))["account"]!["lastSeenAt"] is not null;

    private sealed class NgircdFactAttribute : FactAttribute
    {
        public NgircdFactAttribute()
        {
            if (!File.Exists(RealIrcServer.Program))
                Skip = $"{RealIrcServer.Program} is not installed (apt-get install ngircd)";
        }
    }

    /// <summary>Somebody with a plain client.</summary>
    private sealed class IrcPerson : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly TcpClient _tcp = new();
        private StreamReader _reader = null!;

        public static async Task<IrcPerson> JoinAsync(int port, string nick)
        {
            var person = new IrcPerson();
            await person._tcp.ConnectAsync("127.0.0.1", port);
            person._reader = new StreamReader(person._tcp.GetStream(), Encoding.UTF8);
            await person.WriteAsync($"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n");
            await person.HearsAsync($" 001 {nick} ");
            return person;
        }

        public Task SayAsync(string to, string text) => WriteAsync($"PRIVMSG {to} :{text}\r\n");

        public async Task HearsAsync(string part)
        {
            using var patience = new CancellationTokenSource(Patience);
            var heard = new List<string>();
            try
            {
                while (await _reader.ReadLineAsync(patience.Token) is { } line)
                {
                    heard.Add(line);
                    if (line.StartsWith("PING ", StringComparison.Ordinal))
                        await WriteAsync("PONG " + line[5..] + "\r\n");
                    if (line.Contains(part, StringComparison.Ordinal))
                        return;
                }
            }
            catch (OperationCanceledException)
            {
                // Told below.
            }

            throw new TimeoutException($"Waited for '{part}'; heard: {string.Join(" | ", heard)}");
        }

        public ValueTask DisposeAsync()
        {
            _tcp.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task WriteAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
