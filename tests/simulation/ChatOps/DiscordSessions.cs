using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>The gateway as far as sessions go: what is dispatched is kept for who resumes, until the session is forgotten.</summary>
internal sealed class DiscordSessions(Schedule schedule, WorldTime time, Dice dice, Tally tally, Trace trace)
{
    private const string Url = "wss://gateway.discord.gg";
    private const int MostRepeated = 6;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(40);

    private readonly List<(GatewayFrame Frame, Said[] About)> _dispatched = [];
    private string? _session;
    private int _sessions;
    private int _taken;
    private GatewayLine? _line;

    /// <summary>Resumptions that give some again that were taken, in a thousand.</summary>
    public int Repeats { get; set; }

    /// <summary>Connections that do not come about, in a thousand.</summary>
    public int Failures { get; set; }

    /// <summary>Whether the host has taken everything that was dispatched.</summary>
    public bool AllTaken => _session is not null && _line is { IsOpen: true } && _taken == _dispatched.Count;

    public void Dispatch(string name, JsonObject data, params Said[] about)
    {
        // Nobody's session: it is in the history only.
        if (_session is null)
        {
            Unheard(name, about);
            return;
        }

        var frame = new GatewayFrame(name, JsonSerializer.SerializeToElement(data), _dispatched.Count + 1);
        _dispatched.Add((frame, about));
        _line?.Send(frame);
    }

    /// <summary>The session is over, and with it what had not been taken.</summary>
    public void Forget()
    {
        if (_session is null)
            return;
        tally.Fault("session lost");
        trace.Add(time.Now, 0, "session lost");
        Drop();
        _session = null;
        Cut();
    }

    /// <summary>The connection breaks.</summary>
    public void Cut()
    {
        _line?.Break();
        _line = null;
    }

    /// <summary>Nothing comes any more, and nobody says so.</summary>
    public void FallSilent()
    {
        _line?.FallSilent();
        _line = null;
    }

    public GatewayLine Open(HostProcess process, DiscordSession? session)
    {
        if (dice.PerMille(Failures))
        {
            tally.Fault("gateway away");
            throw new ReceiverException("connection_failed");
        }

        Cut();
        var line = new GatewayLine(schedule, process);
        trace.Add(time.Now, process.Number, session is null ? "identifies" : session.Id == _session ? "resumes" : "resumes in vain", session?.Id, session?.Sequence ?? 0);
        if (session is null)
        {
            Begin();
        }
        else if (session.Id != _session)
        {
            line.Send(new GatewayFrame(GatewayFrame.Invalid, default, 0));
            return line;
        }

        _line = line;
        // A new session begins with its READY; another goes on after what was taken.
        var from = session is null ? 0 : (int)session.Sequence;
        if (from > 1 && dice.PerMille(Repeats))
        {
            tally.Fault("dispatches repeated");
            from = Math.Max(1, from - 1 - dice.Below(MostRepeated));
        }

        foreach (var (frame, _) in _dispatched.Skip(from).ToList())
            line.Send(frame);
        if (session is not null)
            line.Send(new GatewayFrame(GatewayFrame.Resumed, default, 0));
        KeepBeating(line);
        return line;
    }

    /// <summary>The host has committed what follows from a dispatch.</summary>
    public void Taken(GatewayLine line, GatewayFrame frame)
    {
        if (line == _line && frame.Sequence > _taken)
        {
            _taken = frame.Sequence;
            trace.Add(time.Now, line.Process, "took", frame.Name, frame.Sequence);
        }
    }

    private static void Unheard(string name, Said[] about)
    {
        // A new message can be fetched; nothing tells of what has become of one that is known.
        if (name == "MESSAGE_CREATE")
            return;
        foreach (var said in about)
            said.ChangedUnheard = true;
    }

    private void Drop()
    {
        foreach (var (frame, about) in _dispatched.Skip(_taken))
            Unheard(frame.Name, about);
    }

    private void Begin()
    {
        // Whoever crashed before it knew the name of its session cannot go on with it.
        if (_session is not null)
            Drop();
        _session = $"session-{++_sessions}";
        _dispatched.Clear();
        _taken = 0;
        Dispatch("READY", new JsonObject { ["session_id"] = _session, ["resume_gateway_url"] = Url, ["user"] = new JsonObject { ["id"] = SimulatedDiscord.BotId } });
    }

    private void KeepBeating(GatewayLine line) => time.After(Beat, "", _ =>
    {
        if (line != _line)
            return;
        line.Send(new GatewayFrame(GatewayFrame.Beat, default, 0));
        KeepBeating(line);
    });
}
