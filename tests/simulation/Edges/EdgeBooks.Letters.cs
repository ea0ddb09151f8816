using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What receivers are sent.</summary>
internal sealed partial class EdgeBooks
{
    private readonly Dictionary<Guid, AlertLetter> _letters = [];
    private readonly HashSet<(string Receiver, string Key)> _keys = [];

    public IEnumerable<AlertLetter> Letters => _letters.Values;

    public void Queued(EntryRecord entry)
    {
        var letter = new AlertLetter(entry, Time.Now);
        _letters.Add(entry.Id, letter);
        Tally.Count("messages");
        Trace.Add(Time.Now, 0, "queued " + letter.Alert, $"{letter.Receiver} {letter.Edge ?? letter.Region}", entry.Seq);
        if (!_keys.Add((letter.Receiver, letter.DedupeKey)))
            Violated($"Two messages have the key {letter.DedupeKey}.");
    }

    public void Moved(EntryRecord entry, string from)
    {
        if (from is "sent" or "canceled" or "expired" or "dead_letter")
            Violated($"{_letters[entry.Id]} was {from} and became {entry.Status}.");
        if (!entry.IsOpen)
            Tally.Count("ended " + entry.Status);
        // Nothing is given up before its day is over.
        if (entry.Status is "dead_letter" or "expired")
            Violated($"{_letters[entry.Id]} is given up: {entry.LastError}.");
    }

    public AlertLetter? LetterByText(string text) => _letters.Values.LastOrDefault(letter => letter is { Receiver: "default", Entry.Status: "sending" } && letter.Text == text);

    public AlertLetter? LetterByKey(string host, string key) =>
        _letters.Values.FirstOrDefault(letter => letter.DedupeKey == key && host.StartsWith(letter.Receiver, StringComparison.Ordinal));

    public void Begins(SimulatedHost host, AlertLetter? letter)
    {
        if (letter is null)
            Violated("Something was sent that is no entry.");
        else if (host.IsWriter && letter.Entry.Status != "sending")
            Violated($"{letter} was sent while it was {letter.Entry.Status}.");
        else if (!host.IsWriter && !host.Lease.IsHeld)
            Violated($"{letter} was sent by a process whose lease had run out.");
    }

    public void Troubled(AlertLetter? letter)
    {
        if (letter is not null)
            Disturbances.Begin(Disturbances.OfReceiver(letter.Receiver));
    }

    public void Takes(AlertLetter? letter)
    {
        if (letter is null)
            return;
        letter.Taken.Add(Time.Now);
        Trace.Add(Time.Now, 0, "taken", letter.Receiver, letter.Entry.Seq);
    }

    /// <summary>The sender knows that it was taken.</summary>
    public void Acknowledged(AlertLetter? letter)
    {
        if (letter is not null)
            Disturbances.End(Disturbances.OfReceiver(letter.Receiver));
    }
}
