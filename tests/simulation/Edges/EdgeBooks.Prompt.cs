using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What is told alone is told soon, and what could be told alone is.</summary>
internal sealed partial class EdgeBooks
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan BreakerWindow = TimeSpan.FromSeconds(1800);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(120);
    private static readonly string[] Falls = ["ALL_UPSTREAMS_DOWN", "EDGE_STALE", "EDGE_SILENT"];

    private ILookup<(string Receiver, string Key), AlertLetter>? _byKey;
    private ILookup<(string Receiver, string? Edge), AlertLetter>? _byEdge;

    /// <summary>Three edges that fall within ten seconds hold a receiver.</summary>
    private void FindHolds()
    {
        foreach (var receiver in Store.AlertReceivers.Values)
        {
            var falls = receiver.Accounts.Values.Where(static account => account.Event.Row.Firing && Falls.Contains(account.Event.Row.Alert))
                .OrderBy(static account => account.Event.Order).Select(static account => (account.Event.Row.NodeId, At: At(account.Event))).ToList();
            for (var i = 2; i < falls.Count; i++)
            {
                if (falls.Where(fall => fall.At <= falls[i].At && falls[i].At - fall.At <= TimeSpan.FromSeconds(11)).Select(static fall => fall.NodeId).Distinct().Count() >= 3)
                    Disturbances.Add(Disturbances.OfHold(receiver.Row.Id), falls[i].At - TimeSpan.FromSeconds(11), falls[i].At + LongestHold);
            }
        }

        _byKey = _letters.Values.SelectMany(static letter => letter.Names, static (letter, account) => (letter, account.Event.Row.Key))
            .Distinct().ToLookup(static pair => (pair.letter.Receiver, pair.Key!), static pair => pair.letter);
        _byEdge = _letters.Values.ToLookup(static letter => (letter.Receiver, letter.Edge));
    }

    private void CheckPrompt(AccountOfEvent account)
    {
        if (account.How is not ("alone" or "grouped"))
            return;
        var (row, receiver) = (account.Event.Row, account.Receiver.Row.Id);
        var site = sites.First(site => site.NodeId == row.NodeId);
        var begun = row is { Type: "transition", From: "healthy" or "unhealthy", To: "healthy" or "unhealthy", Subject: { } upstream } && SourceOf(row, upstream) is { } source ? site.Since(upstream, source.At) : At(account.Event);
        var letter = _letters[account.EntryId!.Value];
        var delay = letter.Taken[0] - begun;
        var disturbed = Disturbances.During(
            begun, letter.Taken[0], Disturbances.NoHost, Disturbances.Database, Disturbances.Of(site), Disturbances.OfReceiver(receiver), Disturbances.OfHold(receiver));
        Tally.Count(disturbed > TimeSpan.Zero ? "alone, disturbed" : delay.TotalSeconds switch { <= 30 => "alone within 30 s", <= 60 => "alone within 60 s", _ => "alone within 90 s" });
        if (delay > Promise + disturbed)
            Violated($"{Of(account)} was told {delay.TotalSeconds:0.0} s after it began, and only {disturbed.TotalSeconds:0.0} s were disturbed.");
    }

    /// <summary>A transition whose key is free, of an edge that is calm, is told at once: everything else would be a way not to tell.</summary>
    private void CheckNotHeldBack(AccountOfEvent account)
    {
        var (one, receiver) = (account.Event, account.Receiver.Row.Id);
        if (one.Row is not { Alert: "UPSTREAM_DOWN", Type: "transition", Firing: true, Subject: { } upstream } || account.How is "alone" or "grouped")
            return;
        var at = At(one);
        var isBusy = _byKey![(receiver, one.Row.Key!)].Any(letter => letter.QueuedAt <= at + TimeSpan.FromSeconds(10) && at - letter.QueuedAt < MinInterval + TimeSpan.FromSeconds(60) && letter.Entry.Id != account.EntryId)
            || _byEdge![(receiver, one.Row.NodeId)].Count(letter => letter.QueuedAt <= at + LongestHold && at - letter.QueuedAt < 2 * BreakerWindow) >= 5
            || _letters.Values.Any(letter => letter.Receiver == receiver && letter.Alert == "FLEET_CASCADE" && (letter.QueuedAt - at).Duration() < 4 * BreakerWindow)
            || Disturbances.During(at, at + TimeSpan.FromSeconds(15), Disturbances.NoHost, Disturbances.Database, Disturbances.OfHold(receiver)) > TimeSpan.Zero
            || Store.Events.Any(other => other.Row.NodeId == one.Row.NodeId && Falls.Contains(other.Row.Alert) && (At(other) - at).Duration() < BreakerWindow)
            || Store.Events.Count(other => other.Row.NodeId == one.Row.NodeId && other.Row.Subject == upstream && other.Row.Type == "transition" && (At(other) - at).Duration() < BreakerWindow) >= 6
            || account.How == "silenced"
            || (account.How == "merged" && account.Receiver.Accounts.Values.Any(other => other.EntryId == account.EntryId && other != account && other.Event.Row.Key == one.Row.Key));
        if (!isBusy)
            Violated($"{Of(account)} could have been told alone and is {account.How} ({account.Reason}).");
    }

    private static TimeSpan At(EventRecord one) => one.CreatedAt - Machine.WorldTime.Start;
}
