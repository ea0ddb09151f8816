using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>Rows of an applied commit.</summary>
internal sealed partial class Store
{
    private void Write(CommitRow row)
    {
        switch (row)
        {
            case InboundMessageRow message:
                Write(message);
                break;
            case RunRow run:
                Write(run);
                break;
            case RunEnd end:
                End(Runs[end.RunId], "succeeded");
                break;
            case SessionRow session:
                Sessions.Add(session.Id);
                break;
            case OutboxRow entry:
                Write(entry);
                break;
            case OutboxChange change:
                Write(change);
                break;
            case PairingRequestRow request:
                Write(request);
                break;
            case AccountChange change:
                Write(change);
                break;
            case AccountStatusNote note:
                Write(note);
                break;
            case AllowlistPut put when !Accounts[put.AccountId].Allowlist.Contains((put.Scope, put.Subject)):
                Change(Accounts[put.AccountId], account => account.Allowlist.Add((put.Scope, put.Subject)));
                break;
            case AllowlistDelete delete:
                Change(Accounts[delete.AccountId], account => account.Allowlist.Remove((delete.Scope, delete.Subject)));
                break;
            case PairingDecision decision:
                Pairings.First(request => request.Row.Id == decision.Id).Status = decision.Decision;
                break;
            case PairingExpire:
                foreach (var request in Pairings.Where(request => request.Status == "pending" && request.ExpiresAt <= Now))
                    request.Status = "expired";
                break;
            case OutboxRedrive redrive:
                foreach (var entry in redrive.Ids.Select(id => Entries[id]).OrderBy(entry => entry.Seq).ToList())
                    Redrive(entry, redrive.TimeToLive);
                break;
            case OutboxPurge purge:
                foreach (var id in purge.Ids)
                    Entries.Remove(id);
                break;
            case OutboxCancel cancel:
                Move(Entries[cancel.Id], "canceled");
                break;
            default:
                if (!TryWriteEdge(row) && !TryWriteChat(row))
                    TrailRows++;
                break;
        }
    }

    private void Write(InboundMessageRow row)
    {
        var key = KeyOf(row);
        if (Messages.TryGetValue(key, out var stored))
        {
            MessagesById.Remove(stored.Row.Id);
            stored.Row = row;
        }
        else
        {
            Messages.Add(key, stored = new MessageRecord(row));
        }

        MessagesById.Add(row.Id, stored);
        watch?.Stored(stored);
    }

    private void Write(RunRow row)
    {
        if (Runs.ContainsKey(row.Id))
            return;
        var run = new RunRecord(row, ++_runSeq, Now);
        Runs.Add(row.Id, run);
        RunOrder.Add(run);
        _openRuns.Add(run);
        watch?.Queued(run);
    }

    private void Write(OutboxRow row)
    {
        if (Entries.ContainsKey(row.Id))
            return;
        var entry = new EntryRecord(row, ++_entrySeq, Now);
        Entries.Add(row.Id, entry);
        Open(entry);
        watch?.Queued(entry);
    }

    private void Write(OutboxChange change)
    {
        var entry = Entries[change.Id];
        entry.Attempts = change.AttemptCount;
        entry.DueAt = Now + change.DueIn;
        entry.LastError = change.LastError;
        entry.ErrorClass = change.ErrorClass;
        entry.ProviderMessageId = change.ProviderMessageId ?? entry.ProviderMessageId;
        entry.PossibleDuplicate |= change.PossibleDuplicate;
        if (change.Status == "queued" && !entry.IsOpen)
            entry.Seq = ++_entrySeq;
        Move(entry, change.Status);
    }

    private void Write(PairingRequestRow row)
    {
        var others = Pairings.Count(other => other.Row.AccountId == row.AccountId && other.Status == "pending" && other.ExpiresAt > Now
            && (other.Row.Scope, other.Row.RequesterId) != (row.Scope, row.RequesterId));
        if (others >= row.PendingCap)
            return;
        var pending = Pairings.Find(
            request => request.Row.AccountId == row.AccountId && request.Status == "pending" && (request.Row.Scope, request.Row.RequesterId) == (row.Scope, row.RequesterId));
        if (pending is null)
        {
            Pairings.Add(new PairingRecord(row, Now));
            return;
        }

        if (pending.ExpiresAt <= Now)
            (pending.Code, pending.CreatedAt) = (row.Code, Now);
        pending.ExpiresAt = Now + row.TimeToLive;
    }

    private void Write(AccountChange change) => Change(Accounts[change.Id], account =>
    {
        account.Enabled = change.Enabled.IsSet ? change.Enabled.Value : account.Enabled;
        account.Status = change.Status.IsSet ? change.Status.Value! : account.Status;
        account.DmPolicy = change.DmPolicy.IsSet ? change.DmPolicy.Value! : account.DmPolicy;
        account.GroupPolicy = change.GroupPolicy.IsSet ? change.GroupPolicy.Value! : account.GroupPolicy;
        account.RequireMention = change.RequireMentionInGroup.IsSet ? change.RequireMentionInGroup.Value : account.RequireMention;
        account.WebhookUrl = change.WebhookUrl.IsSet ? change.WebhookUrl.Value : account.WebhookUrl;
        account.LastError = change.LastError.IsSet ? change.LastError.Value : account.LastError;
    });

    // What the runtime notes itself leaves the version alone.
    private void Write(AccountStatusNote note)
    {
        var account = Accounts[note.Id];
        if (!(note.KeepsStopped && account.Status == "stopped"))
            account.Status = note.Status ?? account.Status;
        account.LastError = note.LastError.IsSet ? note.LastError.Value : account.LastError;
    }

    private void Redrive(EntryRecord entry, TimeSpan timeToLive)
    {
        entry.Seq = ++_entrySeq;
        entry.Attempts = 0;
        entry.ErrorClass = null;
        entry.DueAt = Now;
        entry.ExpiresAt = Now + timeToLive;
        Move(entry, "queued");
    }

    private void Move(EntryRecord entry, string status)
    {
        var (from, wasOpen) = (entry.Status, entry.IsOpen);
        entry.Status = status;
        if (wasOpen && !entry.IsOpen)
            OpenLanes[entry.Row.LaneKey].Remove(entry);
        else if (!wasOpen && entry.IsOpen)
            Open(entry);
        watch?.Moved(entry, from);
    }

    private void Open(EntryRecord entry)
    {
        if (!OpenLanes.TryGetValue(entry.Row.LaneKey, out var lane))
            OpenLanes.Add(entry.Row.LaneKey, lane = []);
        lane.Add(entry);
    }
}
