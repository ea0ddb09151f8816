using System.Text.Json;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Updates of the bot, given from an offset on until a later one confirms them; one poll at a time.</summary>
internal sealed class TelegramPolls(Schedule schedule, WorldTime time, Dice dice, Tally tally)
{
    private const int MostAtOnce = 20;
    private const int MostRepeated = 4;

    /// <summary>The first has number 1.</summary>
    private readonly List<string> _updates = [];
    private int _confirmed;
    private Poll? _open;

    /// <summary>Answers that give some again that were confirmed, in a thousand.</summary>
    public int Repeats { get; set; }

    public bool AllConfirmed => _confirmed == _updates.Count;

    public int NextId => _updates.Count + 1;

    public void Push(string update)
    {
        _updates.Add(update);
        if (_open is { } open)
            Answer(open);
    }

    public Task<HttpResponseMessage> WaitAsync(SimulatedHost host, JsonElement body, CancellationToken cancellationToken)
    {
        var poll = new Poll(host, body.TryGetProperty("offset", out var offset) ? offset.GetInt32() : null, new TaskCompletionSource<HttpResponseMessage>());
        var wait = TimeSpan.FromSeconds(body.GetProperty("timeout").GetInt32());
        cancellationToken.Register(() => poll.Response.TrySetCanceled(cancellationToken));
        schedule.Add(null, "polls", _ => Begin(poll, wait));
        return poll.Response.Task;
    }

    private void Begin(Poll poll, TimeSpan wait)
    {
        if (_open is { } other)
        {
            _open = null;
            Give(other, SimulatedTelegram.Refused(409, "Conflict: terminated by other getUpdates request"));
        }

        _confirmed = Math.Max(_confirmed, (poll.Offset ?? 0) - 1);
        if (_confirmed < _updates.Count || wait == TimeSpan.Zero)
        {
            Answer(poll);
            return;
        }

        _open = poll;
        time.After(wait, "", _ =>
        {
            if (_open == poll)
                Answer(poll);
        });
    }

    private void Answer(Poll poll)
    {
        _open = _open == poll ? null : _open;
        var first = Math.Max(_confirmed, (poll.Offset ?? 0) - 1);
        if (first > 0 && dice.PerMille(Repeats))
        {
            tally.Fault("updates repeated");
            first = Math.Max(0, first - 1 - dice.Below(MostRepeated));
        }

        Give(poll, SimulatedTelegram.Ok("[" + string.Join(',', _updates.Skip(first).Take(1 + MostRepeated + dice.Below(MostAtOnce))) + "]"));
    }

    private void Give(Poll poll, HttpResponseMessage answer) => schedule.Add(poll.Host.Process, "", _ => poll.Response.TrySetResult(answer));

    private sealed record Poll(SimulatedHost Host, int? Offset, TaskCompletionSource<HttpResponseMessage> Response);
}
