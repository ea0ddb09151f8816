using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vespid.Vendors;

/// <summary>An IRC server for one client: capabilities, SASL PLAIN, nicks in use, channels, and answers to pings. Tests speak as the other people.</summary>
public sealed class FakeIrc : IAsyncDisposable
{
    private readonly LineServer _server;
    private volatile LinePeer? _client;

    public FakeIrc(X509Certificate2? certificate = null) => _server = new(ServeAsync, certificate);

    public int Port => _server.Port;

    public Ledger<LinePeer> Peers => _server.Peers;

    /// <summary>Offered, blanks between.</summary>
    public string Capabilities { get; init; } = "multi-prefix sasl=PLAIN,EXTERNAL message-tags server-time account-tag";

    /// <summary>User and password that SASL takes.</summary>
    public (string User, string Password) Login { get; init; } = ("vespid", "correct horse");

    /// <summary>Nicks that others have.</summary>
    public IReadOnlySet<string> Taken { get; init; } = new HashSet<string>();

    /// <summary>Targets that answer with this numeric.</summary>
    public IReadOnlyDictionary<string, string> Refusals { get; init; } = new Dictionary<string, string>();

    /// <summary>Leaves pings without an answer.</summary>
    public bool Mute { get; set; }

    /// <summary>Cuts the connection when the first message comes.</summary>
    public bool DropOnMessage { get; init; }

    /// <summary>Target and text of each message.</summary>
    public Ledger<(string Target, string Text)> Sent { get; } = new();

    /// <summary>Nick with which the client was welcomed, each time.</summary>
    public Ledger<string> Welcomed { get; } = new();

    public Task SendAsync(string line) => _client!.SendAsync(line);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(LinePeer peer)
    {
        _client = peer;
        var state = new State();
        while (await peer.ReadAsync() is { } line)
        {
            var words = line.Split(' ', 3);
            var rest = words.Length > 1 ? line[(words[0].Length + 1)..] : string.Empty;
            await HandleAsync(peer, state, words, rest);
        }
    }

    private async Task HandleAsync(LinePeer peer, State state, string[] words, string rest)
    {
        switch (words[0])
        {
            case "CAP" when rest.StartsWith("LS", StringComparison.Ordinal):
                state.Negotiating = true;
                await peer.SendAsync(":irc.test CAP * LS * :batch");
                await peer.SendAsync(":irc.test CAP * LS :" + Capabilities);
                break;
            case "CAP" when rest.StartsWith("REQ", StringComparison.Ordinal):
                await peer.SendAsync(":irc.test CAP * ACK " + rest[4..]);
                break;
            case "CAP" when rest == "END":
                state.Negotiating = false;
                break;
            case "NICK":
                state.Nick = Taken.Contains(rest) ? null : rest;
                if (state.Nick is null)
                    await peer.SendAsync($":irc.test 433 * {rest} :Nickname is already in use");
                break;
            case "USER":
                state.User = true;
                break;
            case "AUTHENTICATE" when rest == "PLAIN":
                await peer.SendAsync("AUTHENTICATE +");
                break;
            case "AUTHENTICATE":
                var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Login.User}\0{Login.User}\0{Login.Password}"));
                await peer.SendAsync(rest == expected ? ":irc.test 903 * :SASL authentication successful" : ":irc.test 904 * :SASL authentication failed");
                break;
            case "PRIVMSG":
                if (DropOnMessage)
                    peer.Drop();
                else if (Refusals.TryGetValue(words[1], out var numeric))
                    await peer.SendAsync($":irc.test {numeric} {state.Nick} {words[1]} :no");
                else
                    Sent.Record((words[1], words[2][1..]));
                break;
            case "PING" when !Mute:
                await peer.SendAsync($":irc.test PONG irc.test {rest}");
                break;
        }

        if (!state.Welcomed && !state.Negotiating && state is { Nick: { } nick, User: true })
        {
            state.Welcomed = true;
            Welcomed.Record(nick);
            await peer.SendAsync($":irc.test 001 {nick} :Welcome");
        }
    }

    private sealed class State
    {
        public bool Negotiating { get; set; }

        public bool User { get; set; }

        public bool Welcomed { get; set; }

        public string? Nick { get; set; }
    }
}
