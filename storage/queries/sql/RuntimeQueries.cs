using Npgsql;
using Vespid.Storage.Restore;

namespace Vespid.Storage.Queries;

internal sealed class RuntimeQueries(Database database) : IRuntimeQueries
{
    private const int MaxRows = 1_000;
    private const string Open = "status IN ('queued', 'sending', 'retrying', 'unknown') AND hold_id IS NULL";

    private const string Gauges = $"""
        SELECT
            (SELECT now() - due_at FROM outbox WHERE {Open} AND due_at <= now() ORDER BY due_at LIMIT 1),
            (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE {Open} LIMIT 100000) o)::int,
            (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE status = 'dead_letter' LIMIT 100000) d)::int,
            (SELECT max(now() - coalesce(oldest.next_attempt_at, oldest.created_at))
             FROM organizations o CROSS JOIN LATERAL (
                SELECT r.next_attempt_at, r.created_at FROM runs r
                WHERE r.organization_id = o.id AND r.status = 'queued' AND r.admitted AND r.hold_id IS NULL AND (r.next_attempt_at IS NULL OR r.next_attempt_at <= now())
                    AND (r.session_id IS NULL OR NOT EXISTS (
                        SELECT 1 FROM runs e WHERE e.session_id = r.session_id AND e.seq < r.seq AND e.status IN ('queued', 'running') AND e.hold_id IS NULL))
                ORDER BY r.seq LIMIT 1) oldest
             WHERE o.agent_kind <> 'none'),
            (SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'queued' AND admitted AND hold_id IS NULL LIMIT 100000) w)::int,
            (SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'running' AND hold_id IS NULL LIMIT 100000) p)::int,
            (SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'queued' AND NOT admitted LIMIT 100000) h)::int,
            (SELECT count(*) FROM (SELECT 1 FROM channel_pairing_requests WHERE status = 'pending' AND expires_at > now() LIMIT 100000) q)::int,
            (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE {RestoreSql.HeldEntry} LIMIT 100000) held)::int
                + (SELECT count(*) FROM (SELECT 1 FROM runs WHERE {RestoreSql.HeldRun} LIMIT 100000) held)::int
                + (SELECT count(*) FROM (SELECT 1 FROM alert_accounts WHERE {RestoreSql.HeldAlert} LIMIT 100000) held)::int,
            (SELECT count(*) FROM writer_lease WHERE id < 0)::int
        """;

    public async Task<IReadOnlyList<FlagItem>> FlagsAsync(CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement("SELECT name, enabled, reason, updated_by, updated_at FROM runtime_flags ORDER BY name LIMIT 1000"),
            row => new FlagItem(row.GetString(0), row.GetBoolean(1), row.TextOrNull(2), row.TextOrNull(3), row.Time(4)),
            cancellationToken).ConfigureAwait(false);

    public async Task<RuntimeGauges> GaugesAsync(CancellationToken cancellationToken = default) =>
        (await database.Reads.ListAsync(new Statement(Gauges), MapGauges, cancellationToken).ConfigureAwait(false))[0];

    public Task<QueueInspection> InspectQueueAsync(int max, CancellationToken cancellationToken = default)
    {
        var take = Math.Clamp(max, 1, MaxRows);
        return database.Reads.ReadAsync(
            [
                new Statement(Gauges),
                new Statement($"""
                    SELECT lanes.lane_key, head.organization_id, lanes.open, head.id, head.status, head.due_at - now(), now() - lanes.oldest
                    FROM (
                        SELECT lane_key, count(*)::int AS open, min(created_at) AS oldest, min(seq) AS first FROM outbox WHERE {Open}
                        GROUP BY lane_key ORDER BY min(created_at) LIMIT $1) lanes
                    JOIN outbox head ON head.lane_key = lanes.lane_key AND head.seq = lanes.first
                    ORDER BY lanes.oldest
                    """).With(take),
                new Statement(RunSql.Select("r.status IN ('queued', 'running') ORDER BY r.seq LIMIT $1", "r.seq")).With(take),
            ],
            async rows =>
            {
                var gauges = (await rows.AllAsync(MapGauges, cancellationToken).ConfigureAwait(false))[0];
                var lanes = await rows.NextAsync(
                    row => new LaneItem(
                        row.GetString(0), row.GetGuid(1), row.GetInt32(2), row.GetGuid(3), row.GetString(4), row.GetTimeSpan(5), row.GetTimeSpan(6)),
                    cancellationToken).ConfigureAwait(false);
                return new QueueInspection(gauges, lanes, await rows.NextAsync(RunSql.Map, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);
    }

    public Task<AgentSettings?> AgentAsync(Guid organizationId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(
            new Statement("SELECT id, agent_kind, agent_endpoint, agent_secret FROM organizations WHERE id = $1").With(organizationId),
            row => new AgentSettings(row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)),
            cancellationToken);

    public async Task<IReadOnlyList<OutboxItem>> StubSentAsync(int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(new Statement($"""
            SELECT {OutboxSql.Columns}
            FROM channel_accounts a CROSS JOIN LATERAL (
                SELECT * FROM outbox
                WHERE account_id = a.id AND status = 'sent' AND (a.metadata ->> 'transport' = 'stub' OR provider_message_id LIKE 'stub-%')
                ORDER BY id DESC LIMIT $1) o
            ORDER BY o.sent_at DESC, o.id DESC LIMIT $1
            """).With(Math.Clamp(max, 1, MaxRows)), OutboxSql.Map, cancellationToken).ConfigureAwait(false);

    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken = default) =>
        (await database.Reads.ListAsync(new Statement("SELECT clock_timestamp()"), row => row.Time(0), cancellationToken).ConfigureAwait(false))[0];

    private static RuntimeGauges MapGauges(NpgsqlDataReader row) => new(
        row.SpanOrNull(0), row.GetInt32(1), row.GetInt32(2), row.SpanOrNull(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8),
        row.GetInt32(9));
}
