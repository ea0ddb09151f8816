using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>What may leave.</summary>
internal sealed partial class Books
{
    private readonly Dictionary<Guid, List<Attempt>> _attempts = [];
    private readonly Dictionary<Guid, int> _redrives = [];
    private readonly Dictionary<(string Conversation, string Text), EntryRecord> _entryOf = [];

    public EntryRecord? EntryOf(string conversation, string text) => _entryOf.GetValueOrDefault((conversation, text));

    /// <summary>A process begins to send an entry.</summary>
    public Attempt? Begins(SimulatedHost host, EntryRecord? entry)
    {
        if (entry is null)
        {
            Violated("Something was sent that is no entry.");
            return null;
        }

        if (!_attempts.TryGetValue(entry.Id, out var earlier))
            _attempts.Add(entry.Id, earlier = []);
        if (host.IsWriter)
            CheckWriter(host, entry, earlier);
        else if (!host.Lease.IsHeld)
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was sent by a process whose lease had run out.");
        var attempt = new Attempt(entry, host, _redrives.GetValueOrDefault(entry.Id));
        earlier.Add(attempt);
        return attempt;
    }

    public void Takes(Attempt? attempt)
    {
        if (attempt is null)
            return;
        attempt.IsTaken = true;
        Trace.Add(Time.Now, 0, "taken", attempt.Entry.Row.LaneKey, attempt.Entry.Seq);
        var attempts = _attempts[attempt.Entry.Id];
        var taken = attempts.Count(static one => one.IsTaken);
        if (taken > 1)
            Tally.Count("duplicates");
        // Once, and once more in doubt; a person who redrives may repeat both.
        if (taken > 2 * (1 + _redrives.GetValueOrDefault(attempt.Entry.Id)))
            Violated($"Entry {attempt.Entry.Seq} of {attempt.Entry.Row.LaneKey} was taken {taken} times.");
    }

    private void CheckWriter(SimulatedHost host, EntryRecord entry, List<Attempt> earlier)
    {
        if (entry.Status != "sending")
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was sent while it was {entry.Status}.");
        if (Store.Lane(entry.Row.LaneKey) is [var head, ..] && head != entry)
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was sent before entry {head.Seq}.");
        if (earlier.Exists(one => one.IsTaken && one.IsAnswered && one.By == host && one.Redrives == _redrives.GetValueOrDefault(entry.Id)))
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was sent again by the process that knew it had arrived.");
        if (!entry.PossibleDuplicate && earlier.Exists(one => one.IsTaken))
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was sent again without a mark.");
    }

    /// <summary>After everything has come to rest.</summary>
    public void Close(IEnumerable<Letter> letters)
    {
        foreach (var letter in letters)
        {
            if (letter.Answer is null)
                Violated($"{letter.Text} was never answered.");
            if (letter.IsAcknowledged && AcceptedRowOf(letter) is null)
                Violated($"{letter.Text} was acknowledged and is not stored.");
        }

        foreach (var entry in Store.Entries.Values)
        {
            if (entry.IsOpen)
                Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} is {entry.Status} for good.");
            else if (entry.Status == "sent" && _attempts.GetValueOrDefault(entry.Id)?.Exists(static attempt => attempt.IsTaken) != true)
                Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} counts as sent and never arrived.");
        }

        foreach (var run in Store.RunOrder.Where(static run => run.IsOpen))
            Violated($"Run {run.Row.Id} is {run.Status} for good.");
        foreach (var message in Store.MessagesById.Values.Where(static message => message.Row is { Status: "accepted", SessionId: not null }))
            CheckReplied(message);
    }

    /// <summary>A turn that succeeded has its reply in the outbox.</summary>
    private void CheckReplied(MessageRecord message)
    {
        var turn = Store.RunOrder.Find(run => run.Row.MessageId == message.Row.Id && run.Row.Kind == "turn");
        if (turn is { Status: "succeeded" } && !Store.Entries.Values.Any(entry => entry.Row.RunId == turn.Row.Id))
            Violated($"The turn of {message.Row.Text} succeeded and has no reply.");
    }
}
