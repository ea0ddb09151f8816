using System.Text;
using Vespid.Storage.Commits;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>One commit: all of it or none of it.</summary>
internal sealed partial class Store
{
    public Verdict Apply(Commit commit, long epoch)
    {
        var verdict = Judge(commit, epoch);
        if (verdict != Verdict.Applied)
            return verdict;

        watch?.Wrote(epoch);
        if (commit.State is { Payload: { } payload } state)
        {
            States[PostgresText.Clean(state.Key)] = new(state.ExpectedVersion + 1, Encoding.UTF8.GetString(PostgresText.CleanJson(payload)), commit.Id);
            watch?.Wrote(state.Key, state.ExpectedVersion, state.ExpectedVersion + 1);
        }

        foreach (var row in commit.Rows)
            Write(row);
        watch?.Applied(commit);
        return Verdict.Applied;
    }

    /// <summary>The smallest of what stands against it.</summary>
    private Verdict Judge(Commit commit, long epoch)
    {
        if (epoch != Epoch && !FenceIsOpen)
            return Verdict.Fenced;
        var verdict = Verdict.Applied;
        if (commit.State is { } state)
            Take(Judge(state, commit.Id));
        foreach (var dependency in commit.DependsOn)
            Take(VersionOf(dependency) == dependency.Version ? Verdict.Applied : Verdict.Stale);
        foreach (var row in commit.Rows)
            Take(Judge(row));
        return verdict;

        void Take(Verdict found)
        {
            if (found != Verdict.Applied && (verdict == Verdict.Applied || found < verdict))
                verdict = found;
        }
    }

    private Verdict Judge(StateWrite state, Guid commitId)
    {
        var stored = States.GetValueOrDefault(PostgresText.Clean(state.Key));
        if ((stored?.Version ?? 0) == state.ExpectedVersion)
            return Verdict.Applied;
        return state.Payload is not null && stored?.Version == state.ExpectedVersion + 1 && stored.CommitId == commitId ? Verdict.AppliedBefore : Verdict.Conflict;
    }

    private long? VersionOf(in Dependency dependency) => dependency.Kind == DependencyKind.ChannelAccount
        ? Accounts.GetValueOrDefault(dependency.Id)?.Version
        : Organizations.GetValueOrDefault(dependency.Id)?.Version;

    private Verdict Judge(CommitRow row) => row switch
    {
        InboundMessageRow message => Messages.TryGetValue(KeyOf(message), out var stored) && !(message.Readmits && stored.Row.Status == "dropped")
            ? Verdict.Duplicate
            : Verdict.Applied,
        RunEnd end => Missed(RunOf(end.OrganizationId, end.RunId) is { Status: "running" } run && run.LeaseToken == end.LeaseToken),
        OutboxChange change => Missed(Entries.GetValueOrDefault(change.Id)?.Status == change.FromStatus),
        AccountChange change => Missed(AccountOf(change.Id, change.OrganizationId) is { } account && (change.ExpectedVersion ?? account.Version) == account.Version),
        AccountStatusNote note => Missed(AccountOf(note.Id, note.OrganizationId) is not null),
        AllowlistPut put => Missed(AccountOf(put.AccountId, put.OrganizationId) is not null),
        AllowlistDelete delete => Missed(AccountOf(delete.AccountId, delete.OrganizationId)?.Allowlist.Contains((delete.Scope, delete.Subject)) == true),
        PairingDecision decision => Missed(Pairings.Any(request => request.Row.Id == decision.Id && request.Status == "pending" && request.ExpiresAt > Now)),
        OutboxRedrive redrive => Missed(redrive.Ids.All(id => Entries.GetValueOrDefault(id)?.Status == "dead_letter")),
        OutboxPurge purge => Missed(purge.Ids.All(id => Entries.GetValueOrDefault(id)?.Status == "dead_letter")),
        OutboxCancel cancel => Missed(Entries.GetValueOrDefault(cancel.Id)?.Status is "queued" or "retrying" or "unknown"),
        RunRow or SessionRow or OutboxRow or PairingRequestRow or PairingExpire or AuditRow or ChannelEventRow or WebchatMessageRow => Verdict.Applied,
        _ => JudgeEdge(row) ?? JudgeChat(row) ?? throw new ArgumentException($"No writer is registered for rows of type {row.GetType().Name}."),
    };

    private static Verdict Missed(bool holds) => holds ? Verdict.Applied : Verdict.Missed;

    private AccountRecord? AccountOf(Guid id, Guid organizationId) =>
        Accounts.TryGetValue(id, out var account) && account.Organization.Id == organizationId ? account : null;

    private static (Guid, string) KeyOf(InboundMessageRow row) => (row.AccountId, PostgresText.Clean(row.DedupeKey));
}
