using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Storage.Entities.Support;

/// <summary>An organisation of a test, with its owner, and rows that belong to it.</summary>
internal sealed class Tenant
{
    private static long _clock = DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
    private readonly EntityStore _store;

    private Tenant(EntityStore store) => _store = store;

    public Guid Id { get; } = NextId();

    public Guid OwnerId { get; } = NextId();

    public string OwnerEmail => $"owner-{OwnerId:N}@example.org";

    public static PageRequest All { get; } = new(200);

    /// <summary>A UUIDv7 that sorts after all before it.</summary>
    public static Guid NextId() => Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _clock)));

    public static async Task<Tenant> CreateAsync(EntityStore store)
    {
        var tenant = new Tenant(store);
        await store.ApplyAsync(
            new UserInsert(tenant.OwnerId, tenant.OwnerEmail, "Owner", "hash", null),
            new OrganizationInsert(tenant.Id, "Org"),
            new MembershipInsert(tenant.Id, tenant.OwnerId, "owner"));
        return tenant;
    }

    public AccountInsert NewAccount(string channelId = "telegram") => NewAccount(NextId(), channelId);

    public async Task<AccountInsert> AddAccountAsync(string channelId = "telegram")
    {
        var account = NewAccount(channelId);
        await _store.ApplyAsync(account);
        return account;
    }

    public async Task<Guid> AddWorkflowAsync(string dsl = """{"trigger":{"type":"trigger.manual"}}""", bool publish = true)
    {
        var id = NextId();
        CommitRow[] rows = [new WorkflowInsert(id, Id, "flow", dsl, OwnerId), new WorkflowPublish(id, Id, null, OwnerId)];
        await _store.ApplyAsync(publish ? rows : rows[..1]);
        return id;
    }

    public async Task<Guid> AddSessionAsync(Guid? accountId = null)
    {
        var id = NextId();
        await _store.ApplyAsync(new SessionRow(id, Id, accountId, accountId is null ? null : "conversation", "title"));
        return id;
    }

    public async Task<InboundMessageRow> AddMessageAsync(
        Guid accountId, string conversationId = "conversation", string status = "accepted", int triggered = 0, string text = "deploy now")
    {
        var id = NextId();
        var row = new InboundMessageRow(
            id, Id, accountId, conversationId, "sender", "Sender", $"m-{id:N}", $"m-{id:N}", "message.dm", true, text, status,
            status == "accepted" ? "accepted" : "dm_pairing_required", null, triggered, """{"body":{"n":1}}""",
            new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero), null);
        await _store.ApplyAsync(row);
        return row;
    }

    public async Task<Guid> AddRunAsync(
        Guid? workflowId = null, Guid? sessionId = null, string? input = "{}", bool admitted = true, int maxAttempts = 3, InboundMessageRow? message = null)
    {
        var id = NextId();
        await _store.ApplyAsync(new RunRow(
            id, Id, sessionId is null ? "workflow" : "turn", admitted, workflowId, sessionId, message?.AccountId, message?.ConversationId, message?.Id,
            "channel", "channel.internal", OwnerId, input, maxAttempts, null));
        return id;
    }

    public async Task<OutboxRow> AddOutboxAsync(Guid? accountId = null, string conversationId = "conversation", string? status = null)
    {
        var row = NewOutbox(accountId, conversationId);
        await _store.ApplyAsync(row);
        if (status is not null)
        {
            await _store.ExecuteAsync(
                "UPDATE outbox SET status = $2, sent_at = CASE WHEN $2 = 'sent' THEN now() END, attempt_count = 3, error_class = 'permanent' WHERE id = $1",
                row.Id, status);
        }

        return row;
    }

    public OutboxRow NewOutbox(Guid? accountId = null, string conversationId = "conversation") => new(
        NextId(), $"{accountId:N}|{conversationId}", "reply", Id, accountId, conversationId, """{"text":"hello"}""", TimeSpan.FromHours(1),
        null, null, null, null);

    public async Task<Guid> AddPairingAsync(Guid accountId, string requester, TimeSpan? timeToLive = null)
    {
        var id = NextId();
        await _store.ApplyAsync(new PairingRequestRow(
            id, Id, accountId, "dm", requester, null, $"{id:N}"[^6..].ToUpperInvariant(), timeToLive ?? TimeSpan.FromHours(24), 200));
        return id;
    }

    private AccountInsert NewAccount(Guid id, string channelId) => new(
        id, Id, channelId, $"key-{id:N}", $"ingress-{id:N}", "Display", true, "stopped", "pairing", "allowlist", true, null, """{"a":1}""", OwnerId);
}
