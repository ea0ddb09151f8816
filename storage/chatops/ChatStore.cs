using Npgsql;
using Vespid.Storage.Queries;

namespace Vespid.Storage.ChatOps;

internal sealed class ChatStore(Database database) : IChatStore
{
    private const string Open = "status IN ('queued', 'sending', 'retrying', 'unknown')";

    private const string Binding = """
        SELECT b.id, b.room_id, r.name, b.channel, b.instance_id, b.external_room_id, b.topic_id, b.enabled, b.status, b.status_reason, b.owner_room_id,
            b.options::text, b.webhook_id, b.migrated_from, b.last_in_id, b.last_in_at, b.origin
        FROM chat_bindings b JOIN chat_rooms r ON r.id = b.room_id
        """;

    private const string MessageColumns =
        "m.id, m.room_id, m.binding_id, m.place, m.external_id, m.kind, m.sender_id, m.sender_name, m.text, m.edit_mark, m.deleted_at IS NOT NULL, m.created_at";

    private const string Run = """
        SELECT c.id, c.run_id, c.mode, r.status, c.room_id, c.action_id, c.requested_by, c.requester, c.changes, c.delivered, c.output_url, r.error, r.created_at,
            r.started_at, r.finished_at, c.cancel_requested_at IS NOT NULL
        FROM chat_runs c JOIN runs r ON r.id = c.id
        """;

    private const string Approval = """
        SELECT id, room_id, binding_id, source_message_id, action_id, command, group_name, requester, requester_name, status, decided_by, expires_at, created_at,
            expires_at <= now()
        FROM chat_approvals
        """;

    public async Task<IReadOnlyList<ChatBindingRecord>> BindingsAsync(CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(new Statement(Binding + " ORDER BY b.created_at, b.id"), MapBinding, cancellationToken).ConfigureAwait(false);

    public Task<ChatBindingRecord?> BindingAsync(string bindingId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement(Binding + " WHERE b.id = $1").With(Commits.PostgresText.Clean(bindingId)), MapBinding, cancellationToken);

    public async Task<IReadOnlyList<ChatBindingRecord>> BindingsOfAsync(string roomId, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement(Binding + " WHERE b.room_id = $1 AND b.status <> 'conflict' ORDER BY b.created_at, b.id").With(Commits.PostgresText.Clean(roomId)), MapBinding, cancellationToken)
        .ConfigureAwait(false);

    public async Task<IReadOnlyList<ChatBindingRecord>> BindingsAtAsync(
        string channel, string instanceId, string externalRoomId, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement(Binding + " WHERE b.channel = $1 AND b.instance_id = $2 AND b.external_room_id = $3 AND b.status <> 'conflict'")
            .With(channel).With(instanceId).With(Commits.PostgresText.Clean(externalRoomId)),
        MapBinding, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<ChatBotRecord>> BotsAsync(CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("SELECT id, bot_id, bot_name FROM chat_instances WHERE bot_id IS NOT NULL"),
        row => new ChatBotRecord(row.GetString(0), row.GetString(1), row.TextOrNull(2)), cancellationToken).ConfigureAwait(false);

    public Task<string?> RoomNameAsync(string roomId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement("SELECT name FROM chat_rooms WHERE id = $1").With(Commits.PostgresText.Clean(roomId)), row => row.GetString(0), cancellationToken);

    public Task<ChatMessageHit?> FindAsync(string bindingId, string place, string externalId, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement($"""
            SELECT {MessageColumns}, false FROM chat_messages m WHERE m.binding_id = $1 AND m.place = $2 AND m.external_id = $3
            UNION ALL
            SELECT {MessageColumns}, true FROM chat_copies c JOIN chat_messages m ON m.id = c.message_id
            WHERE c.binding_id = $1 AND c.place = $2 AND c.external_id = $3
            LIMIT 1
            """).With(bindingId).With(place).With(Commits.PostgresText.Clean(externalId)),
        row => new ChatMessageHit(MapMessage(row), row.GetBoolean(12)),
        cancellationToken);

    public Task<ChatMessageRecord?> MessageAsync(Guid messageId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement($"SELECT {MessageColumns} FROM chat_messages m WHERE m.id = $1").With(messageId), MapMessage, cancellationToken);

    public async Task<IReadOnlyList<ChatCopyRecord>> CopiesAsync(Guid messageId, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT message_id, binding_id, part, entry_id, status, via, place, external_id, possible_duplicate, created_at, sent_at
            FROM chat_copies WHERE message_id = $1 ORDER BY binding_id, part
            """).With(messageId),
        row => new ChatCopyRecord(
            row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetGuid(3), row.GetString(4), row.TextOrNull(5), row.GetString(6), row.TextOrNull(7),
            row.GetBoolean(8), row.Time(9), row.TimeOrNull(10)),
        cancellationToken).ConfigureAwait(false);

    public async Task<bool> HasPendingAsync(string bindingId, CancellationToken cancellationToken = default) =>
        (await database.Reads.ListAsync(
            new Statement("SELECT EXISTS (SELECT 1 FROM chat_copies WHERE binding_id = $1 AND status = 'pending')").With(bindingId),
            row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false))[0];

    public async Task<int> DepthAsync(string laneKey, int max, CancellationToken cancellationToken = default) =>
        (await database.Reads.ListAsync(
            new Statement($"SELECT count(*)::int FROM (SELECT 1 FROM outbox WHERE lane_key = $1 AND {Open} LIMIT $2) e").With(laneKey).With(max),
            row => row.GetInt32(0), cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<ChatQueue>> QueuesAsync(CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement($"""
            WITH waiting AS (SELECT lane_key, count(*) AS n FROM outbox WHERE {Open} AND lane_key LIKE 'relay/%' GROUP BY lane_key),
                dead AS (SELECT lane_key, count(*) AS n FROM outbox WHERE organization_id = '00000000-0000-0000-0000-000000000000' AND status = 'dead_letter' GROUP BY lane_key)
            SELECT b.channel, coalesce(sum(w.n), 0)::int, coalesce(sum(d.n), 0)::int
            FROM chat_bindings b LEFT JOIN waiting w ON w.lane_key = 'relay/' || b.id LEFT JOIN dead d ON d.lane_key = 'relay/' || b.id
            WHERE b.status <> 'conflict' GROUP BY b.channel
            """),
        row => new ChatQueue(row.GetString(0), row.GetInt32(1), row.GetInt32(2)),
        cancellationToken).ConfigureAwait(false);

    public Task<ChatRunRecord?> RunAsync(string runId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement(Run + " WHERE c.run_id = $1").With(Commits.PostgresText.Clean(runId)), MapRun, cancellationToken);

    public async Task<IReadOnlyList<ChatRunRecord>> RunsAsync(int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(new Statement(Run + " ORDER BY r.seq DESC LIMIT $1").With(max), MapRun, cancellationToken).ConfigureAwait(false);

    public Task<ChatRunRecord?> OpenRunAsync(CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement(Run + " WHERE r.kind = 'command' AND r.status IN ('queued', 'running') LIMIT 1"), MapRun, cancellationToken);

    public Task<ChatRunRecord?> OrphanRunAsync(CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement(Run + $" WHERE r.kind = 'command' AND r.status IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = c.id AND o.{Open}) LIMIT 1"),
        MapRun, cancellationToken);

    public Task<ChatApprovalRecord?> ApprovalAsync(string approvalId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement(Approval + " WHERE id = $1").With(Commits.PostgresText.Clean(approvalId)), MapApproval, cancellationToken);

    public async Task<IReadOnlyList<ChatApprovalRecord>> PendingApprovalsAsync(CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(new Statement(Approval + " WHERE status = 'pending' ORDER BY created_at LIMIT 250"), MapApproval, cancellationToken).ConfigureAwait(false);

    public Task<ChatWorkflowRun?> WorkflowRunAsync(Guid runId, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("SELECT status, output::text, error FROM runs WHERE id = $1").With(runId),
        row => new ChatWorkflowRun(row.GetString(0), row.TextOrNull(1), row.TextOrNull(2)), cancellationToken);

    public async Task<ChatRuntimeSummary> SummaryAsync(CancellationToken cancellationToken = default) => (await database.Reads.ListAsync(
        new Statement($"""
            SELECT (SELECT count(*) FROM channel_accounts WHERE enabled)::int, (SELECT count(*) FROM channel_accounts WHERE enabled AND status = 'running')::int,
                (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE {Open} LIMIT 100000) o)::int,
                (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE status = 'dead_letter' LIMIT 100000) d)::int,
                (SELECT count(*) FROM edges WHERE retired_at IS NULL)::int, (SELECT count(*) FROM edges WHERE retired_at IS NULL AND liveness = 'online')::int,
                (SELECT count(*) FROM chat_rooms)::int, (SELECT count(*) FROM chat_bindings)::int,
                (SELECT count(*) FROM chat_bindings WHERE NOT enabled OR status <> 'active')::int, (SELECT count(*) FROM chat_runs)::int
            """),
        row => new ChatRuntimeSummary(
            row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8),
            row.GetInt32(9)),
        cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT o.id, substr(o.lane_key, 7), b.room_id, b.channel, o.kind, o.last_error, o.error_class, o.attempt_count, o.possible_duplicate, o.created_at,
                m.text
            FROM outbox o LEFT JOIN chat_bindings b ON b.id = substr(o.lane_key, 7) LEFT JOIN chat_copies c ON c.entry_id = o.id LEFT JOIN chat_messages m ON m.id = c.message_id
            WHERE o.organization_id = '00000000-0000-0000-0000-000000000000' AND o.status = 'dead_letter' AND o.lane_key LIKE 'relay/%'
                AND ($1 IS NULL OR o.lane_key = 'relay/' || $1)
            ORDER BY o.id DESC LIMIT $2
            """).With(Commits.PostgresText.Clean(bindingId)).With(Math.Clamp(max, 1, 250)),
        row => new ChatDeadLetterItem(
            row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6), row.GetInt32(7),
            row.GetBoolean(8), row.Time(9), row.TextOrNull(10)),
        cancellationToken).ConfigureAwait(false);

    internal static ChatApprovalRecord MapApproval(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetGuid(3), row.GetGuid(4), row.GetString(5), row.GetString(6), row.GetString(7), row.TextOrNull(8),
        row.GetString(9), row.TextOrNull(10), row.Time(11), row.Time(12), row.GetBoolean(13));

    private static ChatRunRecord MapRun(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GuidOrNull(5), row.GetString(6), row.TextOrNull(7),
        row.IntOrNull(8), row.IntOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.Time(12), row.TimeOrNull(13), row.TimeOrNull(14),
        row.GetBoolean(15));

    private static ChatMessageRecord MapMessage(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.GetString(5), row.TextOrNull(6), row.TextOrNull(7),
        row.GetString(8), row.TextOrNull(9), row.GetBoolean(10), row.Time(11));

    private static ChatBindingRecord MapBinding(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        RoomId = row.GetString(1),
        RoomName = row.GetString(2),
        Channel = row.GetString(3),
        InstanceId = row.GetString(4),
        ExternalRoomId = row.GetString(5),
        TopicId = row.TextOrNull(6),
        Enabled = row.GetBoolean(7),
        Status = row.GetString(8),
        StatusReason = row.TextOrNull(9),
        OwnerRoomId = row.TextOrNull(10),
        Options = row.GetString(11),
        WebhookId = row.TextOrNull(12),
        MigratedFrom = row.TextOrNull(13),
        LastInId = row.TextOrNull(14),
        LastInAt = row.TimeOrNull(15),
        Origin = row.GetString(16),
    };
}
