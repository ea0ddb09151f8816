using Vespid.Storage.Queries;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>The queries that grains make; lists are for people, of whom there are none here.</summary>
internal sealed class MemoryQueries(Store store, MemoryReads reads) : IAccountQueries, IPairingQueries, IOutboxQueries, IRuntimeQueries, IWorkflowQueries
{
    Task<AccountItem?> IAccountQueries.GetAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken) =>
        reads.ReadAsync("read account", () => store.Accounts.TryGetValue(accountId, out var account) && account.Organization.Id == organizationId ? Item(account) : null);

    Task<PairingItem?> IPairingQueries.GetAsync(Guid organizationId, Guid requestId, CancellationToken cancellationToken) =>
        reads.ReadAsync("read pairing", () => store.Pairings.Find(request => request.Row.Id == requestId) is { } found ? Item(found) : null);

    Task<OutboxItem?> IOutboxQueries.GetAsync(Guid organizationId, Guid id, CancellationToken cancellationToken) =>
        reads.ReadAsync("read entry", () => store.Entries.TryGetValue(id, out var entry) ? Item(entry) : null);

    public Task<IReadOnlyList<Guid>> DeadLettersAmongAsync(Guid organizationId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default) =>
        reads.ReadAsync<IReadOnlyList<Guid>>("read dead letters", () => [.. ids.Where(id => store.Entries.GetValueOrDefault(id)?.Status == "dead_letter")]);

    public Task<AgentSettings?> AgentAsync(Guid organizationId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read agent", () => store.Organizations.TryGetValue(organizationId, out var found) ? new AgentSettings(found.Id, found.AgentKind, found.AgentEndpoint, null) : null);

    public Task<RunItem?> RunAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read run", () => store.Runs.TryGetValue(runId, out var run) ? Item(run) : null);

    public Task<IReadOnlyList<SecretItem>> SecretsAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<Page<AccountItem>> ListAsync(Guid organizationId, string? channelId, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<AccountStatus?> StatusAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<Page<AllowlistItem>> AllowlistAsync(
        Guid organizationId, Guid accountId, string? scope, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<AllowlistItem?> AllowlistEntryAsync(
        Guid organizationId, Guid accountId, string scope, string subject, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<Page<PairingItem>> ListAsync(
        Guid organizationId, Guid? accountId, string? status, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<Page<OutboxItem>> ListAsync(Guid organizationId, OutboxFilter filter, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<int> CountAsync(Guid organizationId, OutboxFilter filter, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<RedrivePreview> PreviewRedriveAsync(Guid organizationId, OutboxFilter filter, int max, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<FlagItem>> FlagsAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<RuntimeGauges> GaugesAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<QueueInspection> InspectQueueAsync(int max, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<OutboxItem>> StubSentAsync(int max, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken = default) => reads.ReadAsync("read time", () => store.Now);

    public Task<Page<WorkflowItem>> ListAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    Task<WorkflowItem?> IWorkflowQueries.GetAsync(Guid organizationId, Guid workflowId, CancellationToken cancellationToken) => throw NotHere();

    public Task<Page<RunItem>> RunsAsync(Guid organizationId, Guid workflowId, PageRequest page, CancellationToken cancellationToken = default) => throw NotHere();

    private static NotSupportedException NotHere() => new("No grain of the simulation asks for this.");

    private static AccountItem Item(AccountRecord account) => new()
    {
        Id = account.Id,
        OrganizationId = account.Organization.Id,
        ChannelId = account.ChannelId,
        AccountKey = account.AccountKey,
        IngressKey = account.AccountKey,
        Enabled = account.Enabled,
        Status = account.Status,
        DmPolicy = account.DmPolicy,
        GroupPolicy = account.GroupPolicy,
        RequireMentionInGroup = account.RequireMention,
        WebhookUrl = account.WebhookUrl,
        Metadata = "{}",
        Version = account.Version,
        CreatedAt = default,
        UpdatedAt = default,
    };

    private PairingItem Item(PairingRecord request) => new(
        request.Row.Id, request.Row.OrganizationId, request.Row.AccountId, request.Row.Scope, request.Row.RequesterId, null, request.Code,
        request.Status == "pending" && request.ExpiresAt <= store.Now ? "expired" : request.Status, request.ExpiresAt, null, null, null, request.CreatedAt);

    private static OutboxItem Item(EntryRecord entry) => new()
    {
        Id = entry.Id,
        Seq = entry.Seq,
        LaneKey = entry.Row.LaneKey,
        Kind = entry.Row.Kind,
        OrganizationId = entry.Row.OrganizationId,
        Payload = entry.Row.Payload,
        Status = entry.Status,
        AttemptCount = entry.Attempts,
        DueAt = entry.DueAt,
        ExpiresAt = entry.ExpiresAt,
        PossibleDuplicate = entry.PossibleDuplicate,
        CreatedAt = entry.CreatedAt,
        UpdatedAt = entry.CreatedAt,
    };

    private static RunItem Item(RunRecord run) => new()
    {
        Id = run.Row.Id,
        Seq = run.Seq,
        OrganizationId = run.Row.OrganizationId,
        Kind = run.Row.Kind,
        Status = run.Status,
        Admitted = run.Admitted,
        AttemptCount = run.Attempts,
        MaxAttempts = run.Row.MaxAttempts,
        CreatedAt = run.CreatedAt,
    };
}
