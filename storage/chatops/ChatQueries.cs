using Npgsql;
using Vespid.Storage.Queries;

namespace Vespid.Storage.ChatOps;

internal sealed class ChatQueries(Database database, IChatStore store) : IChatQueries
{
    private const int Summarised = 30;
    private const string Deployment = "'00000000-0000-0000-0000-000000000000'";

    private const string Counts = """
        count(*) FILTER (WHERE authz_status = 'authorized')::int, count(*) FILTER (WHERE authz_status = 'unauthorized')::int,
        count(*) FILTER (WHERE authz_status = 'mutations_disabled')::int, count(*) FILTER (WHERE coalesce(authz_status, 'unknown') = 'unknown')::int,
        count(*) FILTER (WHERE outcome = 'blocked')::int
        """;

    public Task<IReadOnlyList<ChatRoomItem>> RoomsAsync(CancellationToken cancellationToken = default) => database.Reads.ReadAsync<IReadOnlyList<ChatRoomItem>>(
        [
            new Statement("SELECT id, name, legal_hold FROM chat_rooms ORDER BY id LIMIT 250"),
            new Statement($"""
                WITH waiting AS (
                        SELECT lane_key, count(*)::int AS depth, extract(epoch FROM now() - min(created_at))::float8 AS age FROM outbox
                        WHERE status IN ('queued', 'sending', 'retrying', 'unknown') AND lane_key LIKE 'relay/%' GROUP BY lane_key),
                    gone AS (SELECT lane_key, count(*)::int AS dead FROM outbox WHERE organization_id = {Deployment} AND status = 'dead_letter' GROUP BY lane_key)
                SELECT b.id, b.room_id, b.channel, b.instance_id, b.external_room_id, b.topic_id, coalesce(b.options->>'direction', 'both'), b.enabled, b.status,
                    b.status_reason, b.owner_room_id, b.probe::text, b.last_in_at, b.last_out_at, coalesce(w.depth, 0), w.age, coalesce(g.dead, 0)
                FROM chat_bindings b LEFT JOIN waiting w ON w.lane_key = 'relay/' || b.id LEFT JOIN gone g ON g.lane_key = 'relay/' || b.id
                ORDER BY b.room_id, b.created_at, b.id
                """),
        ],
        async rows =>
        {
            var rooms = await rows.AllAsync(row => (Id: row.GetString(0), Name: row.GetString(1), Hold: row.GetBoolean(2)), cancellationToken).ConfigureAwait(false);
            var bindings = (await rows.NextAsync(MapBinding, cancellationToken).ConfigureAwait(false)).ToLookup(binding => binding.RoomId);
            return [.. rooms.Select(room => new ChatRoomItem(room.Id, room.Name, room.Hold, [.. bindings[room.Id]]))];
        },
        cancellationToken);

    public Task<IReadOnlyList<ChatMessageItem>> MessagesAsync(string? roomId, int max, CancellationToken cancellationToken = default)
    {
        const string Newest = "SELECT * FROM chat_messages WHERE ($1 IS NULL OR room_id = $1) ORDER BY id DESC LIMIT $2";
        var (room, take) = (Commits.PostgresText.Clean(roomId), Math.Clamp(max, 1, 250));
        return database.Reads.ReadAsync<IReadOnlyList<ChatMessageItem>>(
            [
                new Statement($"""
                    SELECT m.id, coalesce(m.said_at, m.created_at), m.room_id, coalesce(r.name, m.room_id), m.channel, coalesce(m.sender_name, m.sender_id, 'unknown'),
                        m.kind, m.text, m.edited_at IS NOT NULL, m.deleted_at IS NOT NULL
                    FROM ({Newest}) m LEFT JOIN chat_rooms r ON r.id = m.room_id ORDER BY m.id DESC
                    """).With(room).With(take),
                new Statement($"""
                    SELECT c.message_id, c.binding_id, coalesce(b.channel, '?'), c.part, CASE WHEN c.status = 'pending' THEN coalesce(o.status, 'pending') ELSE c.status END,
                        c.possible_duplicate OR coalesce(o.possible_duplicate, false), o.last_error
                    FROM ({Newest}) m JOIN chat_copies c ON c.message_id = m.id LEFT JOIN chat_bindings b ON b.id = c.binding_id LEFT JOIN outbox o ON o.id = c.entry_id
                    ORDER BY c.binding_id, c.part
                    """).With(room).With(take),
            ],
            async rows =>
            {
                var messages = await rows.AllAsync(
                    row => new ChatMessageItem(
                        row.GetGuid(0), row.Time(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GetString(5), row.GetString(6), row.GetString(7),
                        row.GetBoolean(8), row.GetBoolean(9), []),
                    cancellationToken).ConfigureAwait(false);
                var copies = (await rows.NextAsync(
                    row => (Message: row.GetGuid(0), Copy: new ChatCopyItem(
                        row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetBoolean(5), row.TextOrNull(6))),
                    cancellationToken).ConfigureAwait(false)).ToLookup(found => found.Message, found => found.Copy);
                return [.. messages.Select(message => message with { Copies = [.. copies[message.Id]] })];
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<ChatTimelineItem>> TimelineAsync(int max, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT * FROM (
                (SELECT id::text AS id, created_at AS at, 'action' AS type, outcome, label, coalesce(channel || ':' || external_user_id, 'system') AS actor, authz_status,
                    mutation_enabled, reason, message, room_id, run_id
                 FROM chat_actions ORDER BY created_at DESC LIMIT $1)
                UNION ALL
                (SELECT 'run:' || c.run_id, coalesce(r.finished_at, r.started_at, r.created_at), 'run', r.status,
                    c.mode || ' run ' || CASE r.status WHEN 'succeeded' THEN 'completed' ELSE r.status END, c.requested_by, NULL, NULL, NULL,
                    concat_ws(' ', 'changes=' || c.changes, 'delivered=' || c.delivered, c.output_url, r.error), c.room_id, c.run_id
                 FROM chat_runs c JOIN runs r ON r.id = c.id ORDER BY r.seq DESC LIMIT $1)) t
            ORDER BY at DESC, id DESC LIMIT $1
            """).With(Math.Clamp(max, 1, 250)),
        row => new ChatTimelineItem(
            row.GetString(0), row.Time(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.TextOrNull(6),
            row.IsDBNull(7) ? null : row.GetBoolean(7), row.TextOrNull(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11)),
        cancellationToken).ConfigureAwait(false);

    public Task<ChatGuardrails> GuardrailsAsync(CancellationToken cancellationToken = default) => database.Reads.ReadAsync(
        [
            new Statement("SELECT authz_status FROM chat_actions ORDER BY created_at DESC, id DESC LIMIT 1"),
            new Statement($"SELECT {Counts} FROM (SELECT * FROM chat_actions ORDER BY created_at DESC, id DESC LIMIT $1) a").With(Summarised),
            new Statement($"SELECT {Counts} FROM chat_actions WHERE created_at > now() - interval '24 hours'"),
            new Statement($"SELECT {Counts} FROM chat_actions"),
            new Statement("""
                SELECT coalesce(channel || ':' || external_user_id, 'system'), count(*)::int FROM chat_actions
                WHERE outcome = 'blocked' AND created_at > now() - interval '24 hours' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5
                """),
        ],
        async rows =>
        {
            var latest = (await rows.AllAsync(row => row.TextOrNull(0), cancellationToken).ConfigureAwait(false)).FirstOrDefault();
            var newest = (await rows.NextAsync(MapCounts, cancellationToken).ConfigureAwait(false))[0];
            var day = (await rows.NextAsync(MapCounts, cancellationToken).ConfigureAwait(false))[0];
            var all = (await rows.NextAsync(MapCounts, cancellationToken).ConfigureAwait(false))[0];
            var top = await rows.NextAsync(row => new ChatBlockedActor(row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);
            return new ChatGuardrails(latest, newest.Counts, newest.Blocked, day.Counts, day.Blocked, all.Counts, all.Blocked, top);
        },
        cancellationToken);

    public async Task<IReadOnlyList<ChatConnectionItem>> ConnectionsAsync(CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT id, channel, status, bot_id, bot_name, last_event_at, last_error, consecutive_failures, reconnect_attempt, updated_at FROM chat_instances ORDER BY id
            """),
        row => new ChatConnectionItem(
            row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TimeOrNull(5), row.TextOrNull(6), row.GetInt32(7),
            row.GetInt32(8), row.Time(9)),
        cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<ChatApprovalRecord>> PendingAsync(CancellationToken cancellationToken = default) => store.PendingApprovalsAsync(cancellationToken);

    public Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default) =>
        store.DeadLettersAsync(bindingId, max, cancellationToken);

    public async Task<IReadOnlyList<ChatUnboundItem>> UnboundAsync(int max, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT channel, instance_id, external_room_id, topic_id, title, events, last_seen_at FROM chat_unbound ORDER BY last_seen_at DESC LIMIT $1
            """).With(Math.Clamp(max, 1, 250)),
        row => new ChatUnboundItem(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.GetInt64(5), row.Time(6)),
        cancellationToken).ConfigureAwait(false);

    public async Task<string> ChangeMarkAsync(CancellationToken cancellationToken = default) => (await database.Reads.ListAsync(
        new Statement($"""
            SELECT concat_ws('/',
                (SELECT max(id::text) FROM chat_messages WHERE created_at > now() - interval '1 day'),
                (SELECT max(greatest(edited_at, deleted_at)) FROM chat_messages WHERE created_at > now() - interval '1 day'),
                (SELECT max(sent_at) FROM chat_copies WHERE created_at > now() - interval '1 day'),
                (SELECT max(updated_at) FROM chat_actions WHERE created_at > now() - interval '1 day'),
                (SELECT max(greatest(created_at, started_at, finished_at)) FROM runs WHERE kind = 'command' AND organization_id = {Deployment}),
                (SELECT max(updated_at) FROM chat_bindings), (SELECT count(*) FROM chat_bindings), (SELECT max(updated_at) FROM chat_instances),
                (SELECT max(greatest(created_at, decided_at)) FROM chat_approvals), (SELECT max(last_seen_at) FROM chat_unbound),
                (SELECT max(version) FROM grain_state WHERE key LIKE 'chat-policy/%'),
                (SELECT count(*) FROM outbox WHERE organization_id = {Deployment} AND status = 'dead_letter'))
            """),
        row => row.GetString(0), cancellationToken).ConfigureAwait(false))[0];

    private static (ChatAuthzCounts Counts, int Blocked) MapCounts(NpgsqlDataReader row) =>
        (new ChatAuthzCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), row.GetInt32(4));

    private static ChatBindingItem MapBinding(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.GetString(6), row.GetBoolean(7),
        row.GetString(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TimeOrNull(12), row.TimeOrNull(13), row.GetInt32(14),
        row.IsDBNull(15) ? null : row.GetDouble(15), row.GetInt32(16));
}
