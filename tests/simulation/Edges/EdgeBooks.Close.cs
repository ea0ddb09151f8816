using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What is promised of the whole, after everything has come to rest.</summary>
internal sealed partial class EdgeBooks
{
    public bool AllAccounted => Store.AlertReceivers.Values.All(static receiver => receiver.Open.Count == 0);

    public void Close()
    {
        foreach (var (site, upstream) in Untrue())
            Violated($"{upstream} of {site.NodeId} is {Word(site.IsHealthy(upstream))}, and the history says {StateOf(site.NodeId, upstream)}.");
        foreach (var one in Store.Events.Where(static one => one.Row.Alert is not null))
        {
            foreach (var receiver in Store.AlertReceivers.Values.Where(receiver => receiver.Row.PartnerId is null || receiver.Row.PartnerId == one.Row.PartnerId))
                CheckAccounted(receiver, one);
        }

        foreach (var letter in _letters.Values)
        {
            CheckDelivered(letter);
            CheckWords(letter);
        }

        FindHolds();
        foreach (var account in Store.AlertReceivers.Values.SelectMany(static receiver => receiver.Accounts.Values))
        {
            CheckPrompt(account);
            CheckNotHeldBack(account);
        }
    }

    private void CheckAccounted(StoredReceiver receiver, EventRecord one)
    {
        if (!receiver.Accounts.TryGetValue(one.Row.Id, out var account))
            Violated($"{one.Row.Alert} of {one.Row.NodeId} was never given to {receiver.Row.Id}.");
        else if (account.IsOpen)
            Violated($"{Of(account)} is {account.How} ({account.Reason}) for good.");
        else if (account.EntryId is { } entry && (!_letters.TryGetValue(entry, out var letter) || letter.Taken.Count == 0))
            Violated($"{Of(account)} is {account.How} by a message that never arrived.");
    }

    private void CheckDelivered(AlertLetter letter)
    {
        Tally.Count("arrivals", letter.Taken.Count);
        if (letter.Taken.Count > 1)
            Tally.Count("duplicates");
        if (letter.Entry.IsOpen)
            Violated($"{letter} is {letter.Entry.Status} for good.");
        else if (letter.Taken.Count == 0)
            Violated($"{letter} ended as {letter.Entry.Status} ({letter.Entry.LastError}) and never arrived.");
        else if (letter.Taken.Count > 1 && !letter.Entry.PossibleDuplicate)
            Violated($"{letter} arrived {letter.Taken.Count} times without a mark.");
    }

    /// <summary>A message says what it accounts for.</summary>
    private void CheckWords(AlertLetter letter)
    {
        var counted = letter.Names.Count(static account => account.How != "flapping");
        if (letter.Entry.Row.Kind == "alert_reminder")
            counted = letter.Count;
        if (letter.Count != Math.Max(1, counted))
            Violated($"{letter} says that it names {letter.Count}, and accounts for {counted}.");
        var lines = letter.Text.Split('\n');
        foreach (var key in letter.Names.GroupBy(static account => account.Event.Row.Key!))
        {
            var last = key.OrderBy(static account => account.Event.Order).Last();
            var row = last.Event.Row;
            var isSaid = last.How switch
            {
                "alone" or "grouped" => lines.Any(line => line == row.Text || line.StartsWith(row.Text + " (at ", StringComparison.Ordinal)),
                "merged" => lines.Any(line => line.StartsWith(row.Text + " (at ", StringComparison.Ordinal)
                    || (line.Contains($"={row.Subject}: {key.Count()} more change", StringComparison.Ordinal) && line.EndsWith($"now: {row.To ?? (row.Firing ? "failing" : "fine")}", StringComparison.Ordinal))),
                "flapping" => lines.Any(line => line.Contains("FLAPPING", StringComparison.Ordinal) && line.Contains(row.Subject!, StringComparison.Ordinal)) || letter.Alert == "PARKED",
                "parked" => letter.Alert is "PARKED" or "RESUMED" && letter.Edge == row.NodeId,
                "cascade" => letter.Alert == "FLEET_CASCADE" && letter.Region!.Split(',').Contains(row.Region),
                _ => false,
            };
            if (!isSaid)
                Violated($"{letter} accounts for {Of(last)} as {last.How} and does not say so: {letter.Text}");
        }
    }
}
