using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What becomes of each event at each receiver.</summary>
internal sealed partial class EdgeBooks
{
    private static readonly string[] Named = ["alone", "grouped", "merged", "flapping", "parked", "cascade"];

    /// <summary>Is told of each commit as it becomes durable.</summary>
    public event Action<Commit>? Committed;

    public void Accounted(AccountOfEvent account, string from)
    {
        if (from is not ("queued" or "deferred"))
            Violated($"{Of(account)} was accounted for as {from}, and now as {account.How}.");
        if (account.IsOpen)
            return;
        Tally.Count("accounted " + account.How);
        if (Named.Contains(account.How) != account.EntryId is not null)
            Violated($"{Of(account)} is {account.How} with entry {account.EntryId}.");
        if (account.EntryId is { } entry && _letters.GetValueOrDefault(entry) is { } letter)
            letter.Names.Add(account);
        else if (account.EntryId is not null)
            Violated($"{Of(account)} is {account.How} by a message that is not there.");
        if (account.How is "inhibited" && !IsInhibited(account))
            Violated($"{Of(account)} is inhibited by {account.Reason}, which was not firing.");
        if (account.How is "silenced" && !IsSilenced(account))
            Violated($"{Of(account)} is silenced by {account.Reason}, which does not cover it.");
    }

    /// <summary>What belongs together is one commit.</summary>
    public void Applied(Commit commit)
    {
        Committed?.Invoke(commit);
        foreach (var row in commit.Rows)
        {
            if (row is EdgeEventRow { Alert: not null } one && !(commit.State is { Payload: not null } state && state.Key.EndsWith(one.NodeId, StringComparison.Ordinal)))
                Violated($"An event of {one.NodeId} was stored without the state that it follows from: {one.Text}");
            if (row is AlertAccounting accounting && accounting.Accounts.Any(account => account.EntryId is { } entry && !commit.Rows.Any(other => other is OutboxRow queued && queued.Id == entry)))
                Violated($"{accounting.ReceiverId} accounted for an event in another commit than the message that names it.");
        }
    }

    private static string Of(AccountOfEvent account) =>
        $"{account.Event.Row.Alert}{(account.Event.Row.Firing ? "" : " (over)")} of {account.Event.Row.NodeId} {account.Event.Row.Subject} at {account.Receiver.Row.Id}";

    /// <summary>The greater trouble was there at some time between the event and now; what ends is accounted for like what began.</summary>
    private bool IsInhibited(AccountOfEvent account)
    {
        var row = account.Event.Row;
        return (account.Reason is "EDGE_SILENT" or "ALL_UPSTREAMS_DOWN" && WasFiring(row.NodeId, account.Reason, account.Event)) || BeganLike(account);
    }

    private bool WasFiring(string node, string alert, EventRecord one)
    {
        var firing = false;
        foreach (var other in Store.Events.Where(other => other.Row.NodeId == node && other.Row.Alert is "EDGE_STALE" or "EDGE_SILENT" or "ALL_UPSTREAMS_DOWN" && (other.Row.Alert == "ALL_UPSTREAMS_DOWN") == (alert == "ALL_UPSTREAMS_DOWN")))
        {
            var now = other.Row.Firing && other.Row.Alert == alert;
            if (other.Order > one.Order && firing)
                return true;
            firing = now;
            if (firing && other.Order > one.Order)
                return true;
        }

        return firing;
    }

    private bool BeganLike(AccountOfEvent account) => !account.Event.Row.Firing
        && account.Receiver.Accounts.Values.Any(other => other != account && other.Event.Row.Key == account.Event.Row.Key && other.How == account.How && other.Reason == account.Reason);

    private bool IsSilenced(AccountOfEvent account)
    {
        var row = account.Event.Row;
        return (account.Reason == "hold" && row.Muted == "hold")
            || Store.Silences.Exists(silence => silence.Row.Id.ToString() == account.Reason && (silence.Row.NodeId ?? row.NodeId) == row.NodeId && (silence.Row.Region ?? row.Region) == row.Region)
            || BeganLike(account);
    }
}
