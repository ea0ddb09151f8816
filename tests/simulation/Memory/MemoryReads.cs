using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Messages;
using Vespid.Storage.Snapshots;
using Vespid.Storage.State;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>What grains read of the store, from one process.</summary>
internal sealed class MemoryReads(HostProcess process, Wire wire, Store store, Weather weather) : IStateReader, ILaneStore, IStoredMessages, IAccountLoader
{
    Task<(long Version, string? Json)> IStateReader.ReadAsync(string key, CancellationToken cancellationToken) =>
        ReadAsync("read state", () => store.States.TryGetValue(PostgresText.Clean(key), out var state) ? (state.Version, (string?)state.Json) : (0, null));

    public Task<IReadOnlyList<OutboxEntry>> ReadLaneAsync(string laneKey, int max, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<OutboxEntry>>("read lane", () => [.. store.Lane(laneKey).Take(max).Select(Entry)]);

    public Task<IReadOnlyList<string>> DueLanesAsync(int max, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<string>>(
            "scan lanes", () => [.. store.OpenLanes.Where(lane => lane.Value is [var head, ..] && head.DueAt <= store.Now).Select(lane => lane.Key).Take(max)]);

    public Task<(IReadOnlyList<string> Due, string After)> LanesAfterAsync(string after, int lanes, CancellationToken cancellationToken = default) =>
        ReadAsync<(IReadOnlyList<string> Due, string After)>("go over lanes", () =>
        {
            var seen = store.OpenLanes.Where(lane => lane.Value.Count > 0 && string.CompareOrdinal(lane.Key, after) > 0).OrderBy(lane => lane.Key, StringComparer.Ordinal).Take(lanes).ToList();
            return ([.. seen.Where(lane => lane.Value[0].DueAt <= store.Now).Select(lane => lane.Key)], seen.Count == lanes ? seen[^1].Key : "");
        });

    public Task<OutboxEntry?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default) =>
        ReadAsync("read entry", () => store.Entries.TryGetValue(id, out var entry) && entry.Row.OrganizationId == organizationId ? Entry(entry) : null);

    public Task<StoredMessage?> FindAsync(Guid accountId, string dedupeKey, CancellationToken cancellationToken = default) =>
        ReadAsync("read message", () => store.Messages.TryGetValue((accountId, dedupeKey), out var message)
            ? new StoredMessage(message.Row.Id, message.Row.Status, message.Row.Reason, message.Row.SessionId, message.Row.WorkflowsTriggered)
            : null);

    public Task<bool> SessionExistsAsync(Guid organizationId, Guid sessionId, CancellationToken cancellationToken = default) =>
        ReadAsync("read session", () => store.Sessions.Contains(sessionId));

    public Task<RunOrigin?> RunOriginAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken = default) =>
        ReadAsync("read origin", () => Origin(organizationId, runId));

    public Task<PendingPairing?> PendingPairingAsync(Guid accountId, string scope, string requesterId, CancellationToken cancellationToken = default) =>
        ReadAsync("read pairing", () => store.Pairings.Find(
            request => request.Row.AccountId == accountId && request.Row.Scope == scope && request.Row.RequesterId == requesterId && request.Status == "pending") is { } found
                ? new PendingPairing(found.Row.Id, found.Code)
                : null);

    public Task<IReadOnlyList<(Guid Id, long Version, long OrganizationVersion)>> ListRunningAsync(IReadOnlyCollection<string> settings, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<(Guid Id, long Version, long OrganizationVersion)>>(
            "list accounts",
            () => [.. store.Accounts.Values.Where(account => account is { Enabled: true, Status: not "stopped" } && account.Settings.Any(settings.Contains)).Select(account => (account.Id, account.Version, account.Organization.Version))]);

    public Task<IReadOnlyList<LoadedAccount>> LoadAsync(AccountLookup lookup, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<LoadedAccount>>("read account", () =>
        [
            .. store.Accounts.Values
                .Where(account => account.Id == lookup.Id || (account.ChannelId == lookup.First && account.AccountKey == lookup.Second))
                .Select(account => new LoadedAccount(account.Snapshot(), account.AccountKey, null)),
        ]);

    public Task<T> ReadAsync<T>(string what, Func<T> read) => wire.CallAsync(process, what, () =>
    {
        weather.OfRead();
        return read();
    });

    private OutboxEntry Entry(EntryRecord entry) => new(
        entry.Id, entry.Row.LaneKey, entry.Row.Kind, entry.Row.OrganizationId, entry.Row.AccountId, entry.Row.ConversationId, entry.Row.Payload, entry.Status,
        entry.Attempts, entry.DueAt - store.Now, entry.ExpiresAt - store.Now, entry.PossibleDuplicate, entry.Row.SessionId, entry.Row.SessionSeq, entry.LastError,
        entry.ProviderMessageId, entry.CreatedAt, entry.Row.TraceParent);

    private RunOrigin? Origin(Guid organizationId, Guid runId)
    {
        if (!store.Runs.TryGetValue(runId, out var run) || run.Row.OrganizationId != organizationId)
            return null;
        var message = run.Row.MessageId is { } id ? store.MessagesById.GetValueOrDefault(id)?.Row : null;
        var account = run.Row.AccountId is { } accountId ? store.Accounts.GetValueOrDefault(accountId) : null;
        return new RunOrigin(
            run.Row.AccountId, account?.ChannelId, run.Row.ConversationId, message?.ProviderMessageId, message?.ThreadId, run.Row.SessionId, run.Seq, run.Row.TraceParent,
            store.Now - run.CreatedAt);
    }
}
