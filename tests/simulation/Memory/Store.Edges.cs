using Vespid.Storage.Commits;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>Edges, their events, and what receivers account for.</summary>
internal sealed partial class Store
{
    public SortedDictionary<string, StoredEdge> Edges { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order in which they became durable.</summary>
    public List<EventRecord> Events { get; } = [];

    public SortedDictionary<string, StoredReceiver> AlertReceivers { get; } = new(StringComparer.Ordinal);

    public List<StoredSilence> Silences { get; } = [];

    public HashSet<Guid> Acknowledged { get; } = [];

    private readonly Dictionary<Guid, EventRecord> _eventsById = [];

    /// <returns>Null for a row that is not of edges.</returns>
    private Verdict? JudgeEdge(CommitRow row) => row switch
    {
        EdgeEventRow or EdgeNoteRow or EdgesSeen or ReceiverStatusNote or ReceiverNudge or RegistrationAnswersForget or SilenceInsert => Verdict.Applied,
        // A row of the history is never old enough here.
        EdgeHistoryPurge => Verdict.Missed,
        EdgeHold hold => Missed(Edges.GetValueOrDefault(hold.NodeId) is { Row.IsRetired: false }),
        SilenceEnd end => Missed(Silences.Exists(silence => silence.Row.Id == end.Id && !silence.HasEnded)),
        AckInsert ack => Missed(_eventsById.GetValueOrDefault(ack.IncidentId) is { Row.Firing: true }),
        AlertAccounting accounting => Missed(AlertReceivers.TryGetValue(accounting.ReceiverId, out var receiver)
            && accounting.Accounts.All(account => receiver.Open.ContainsKey(account.EventId))),
        _ => null,
    };

    private bool TryWriteEdge(CommitRow row)
    {
        switch (row)
        {
            case EdgeEventRow happened:
                Write(happened);
                break;
            case EdgeNoteRow note when Edges.TryGetValue(note.NodeId, out var edge):
                edge.LivenessSince = edge.Liveness == note.Liveness ? edge.LivenessSince : Now;
                edge.Liveness = note.Liveness;
                edge.IntervalSeconds = note.IntervalSeconds;
                break;
            case EdgesSeen seen:
                Write(seen);
                break;
            case EdgeHold hold:
                Edges[hold.NodeId].Row = Edges[hold.NodeId].Row with { Held = hold.Held, HoldReason = hold.Reason };
                break;
            case AlertAccounting accounting:
                Write(accounting);
                break;
            case ReceiverStatusNote note when AlertReceivers.TryGetValue(note.Id, out var receiver):
                receiver.Row = receiver.Row with { Status = note.Status, LastError = note.LastError };
                break;
            case ReceiverNudge nudge when AlertReceivers.TryGetValue(nudge.Id, out var receiver):
                receiver.NextAt = Now;
                break;
            case SilenceInsert silence:
                Silences.Add(new StoredSilence(new SilenceRecord(
                    silence.Id, silence.OrganizationId, silence.Kind, silence.PartnerId, silence.NodeId, silence.Region, silence.Alert, silence.Subject, silence.Severity,
                    silence.StartsAt ?? Now, silence.EndsAt, silence.Repeat)));
                break;
            case SilenceEnd end:
                Silences.Find(silence => silence.Row.Id == end.Id)!.HasEnded = true;
                break;
            case AckInsert ack:
                Acknowledged.Add(ack.IncidentId);
                break;
            default:
                return row is RegistrationAnswersForget or EdgeNoteRow or ReceiverStatusNote or ReceiverNudge;
        }

        return true;
    }

    private void Write(EdgeEventRow row)
    {
        if (_eventsById.ContainsKey(row.Id))
            return;
        var happened = new EventRecord(row, Now, Events.Count);
        Events.Add(happened);
        _eventsById.Add(row.Id, happened);
        foreach (var receiver in AlertReceivers.Values.Where(receiver => row.Alert is not null && receiver.Covers(row.OrganizationId, row.PartnerId)))
        {
            var account = new AccountOfEvent(receiver, happened);
            receiver.Accounts.Add(row.Id, account);
            receiver.Open.Add(row.Id, account);
        }

        watch?.Happened(happened);
    }

    private void Write(EdgesSeen seen)
    {
        for (var i = 0; i < seen.NodeIds.Length; i++)
        {
            if (Edges.TryGetValue(seen.NodeIds[i], out var edge) && !(edge.LastSeenAt > Now - seen.Ago[i]))
                edge.LastSeenAt = Now - seen.Ago[i];
        }
    }

    private void Write(AlertAccounting accounting)
    {
        var receiver = AlertReceivers[accounting.ReceiverId];
        foreach (var decided in accounting.Accounts)
        {
            var account = receiver.Accounts[decided.EventId];
            var from = account.How;
            (account.How, account.EntryId, account.Reason) = (decided.How, decided.EntryId, decided.Reason);
            if (!account.IsOpen)
                receiver.Open.Remove(decided.EventId);
            watch?.Accounted(account, from);
        }

        receiver.NextAt = Now + accounting.NextIn;
        receiver.Breakers = accounting.Breakers;
    }
}
