namespace Vespid.Channels;

/// <summary>The part of a connection before the server's welcome: capabilities, SASL, nick. Source: IRCv3 capability negotiation and SASL 3.2.</summary>
internal sealed class IrcLogin(IrcSettings settings, Func<string, Task> send)
{
    private const string Sasl = "sasl";
    private const int SaslChunk = 400;
    private const int MaxNicks = 4;
    private static readonly string[] Useful = ["message-tags", "server-time", "account-tag"];
    private readonly HashSet<string> _offered = new(StringComparer.Ordinal);
    private int _nicks = 1;

    /// <summary>The nick that the server gave; null until then.</summary>
    public string? Welcomed { get; private set; }

    public async Task BeginAsync()
    {
        await send("CAP LS 302");
        if (settings.ServerPassword is { } password)
            await send("PASS :" + password);
        await send("NICK " + settings.Nick);
        await send($"USER {settings.Nick} 0 * :{settings.Nick}");
    }

    /// <exception cref="ReceiverException">The server will not have us.</exception>
    public Task HandleAsync(IrcLine line)
    {
        switch (line.Command)
        {
            case "001":
                Welcomed = line[0];
                return Task.CompletedTask;
            case "CAP":
                return CapabilityAsync(line);
            case "AUTHENTICATE" when line[0] == "+":
                return AuthenticateAsync();
            case "903":
                return send("CAP END");
            case "902" or "904" or "905" or "906" or "908":
                throw new ReceiverException($"irc_sasl_refused_{line.Command}", isFatal: true);
            case "433" or "436" or "437":
                return AnotherNickAsync();
            case "431" or "432":
                throw new ReceiverException("irc_nick_invalid", isFatal: true);
            case "464":
                throw new ReceiverException("irc_password_refused", isFatal: true);
            case "465":
                throw new ReceiverException("irc_banned", isFatal: true);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task CapabilityAsync(IrcLine line)
    {
        switch (line[1].ToUpperInvariant())
        {
            case "LS":
                foreach (var capability in line.Last.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    _offered.Add(capability.Split('=')[0]);
                if (line.Parameters.Count < 4)
                    await RequestAsync();
                break;
            case "ACK" when settings.SaslPassword is not null:
                await send("AUTHENTICATE PLAIN");
                break;
            case "NAK" when settings.SaslPassword is not null:
                throw new ReceiverException("irc_capabilities_refused", isFatal: true);
            case "ACK" or "NAK":
                await send("CAP END");
                break;
        }
    }

    private Task RequestAsync()
    {
        if (settings.SaslPassword is not null && !_offered.Contains(Sasl))
            throw new ReceiverException("irc_sasl_not_offered", isFatal: true);
        var wanted = Useful.Where(_offered.Contains).ToList();
        if (settings.SaslPassword is not null)
            wanted.Add(Sasl);
        return send(wanted.Count == 0 ? "CAP END" : "CAP REQ :" + string.Join(' ', wanted));
    }

    private async Task AuthenticateAsync()
    {
        var plain = settings.SaslPlain();
        for (var at = 0; at < plain.Length; at += SaslChunk)
            await send("AUTHENTICATE " + plain[at..Math.Min(at + SaslChunk, plain.Length)]);
        if (plain.Length % SaslChunk == 0)
            await send("AUTHENTICATE +");
    }

    private Task AnotherNickAsync() => _nicks < MaxNicks
        ? send("NICK " + settings.Nick + new string('_', _nicks++))
        : throw new ReceiverException("irc_nick_in_use");
}
