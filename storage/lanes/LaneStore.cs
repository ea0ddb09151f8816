using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;

namespace Vespid.Storage.Lanes;

/// <summary>Reads the outbox. Due and expired are said by the database's clock.</summary>
internal sealed class LaneStore(Database database, IWriterLease lease) : ILaneStore
{
    private const string Open = "status IN ('queued', 'sending', 'retrying', 'unknown') AND hold_id IS NULL";

    private const string Columns = """
        id, lane_key, kind, organization_id, account_id, conversation_id, payload::text, status, attempt_count, due_at - now(), expires_at - now(),
        possible_duplicate, session_id, session_seq, last_error, provider_message_id, created_at, traceparent,
        status = 'sending' AND EXISTS (SELECT 1 FROM writer_lease l WHERE l.epoch = sending_epoch AND l.epoch <> $3)
        """;

    // Entries looked at in one scan: a long queue in one lane must not make the scan of all lanes long.
    private const int ScanLimit = 20_000;

    public async Task<IReadOnlyList<OutboxEntry>> ReadLaneAsync(string laneKey, int max, CancellationToken cancellationToken = default)
    {
        var statement = new Statement($"SELECT {Columns} FROM outbox WHERE lane_key = $1 AND {Open} ORDER BY seq LIMIT $2")
            .With(PostgresText.Clean(laneKey)).With(max).With(lease.Epoch);
        return await database.Reads.ListAsync(statement, Map, cancellationToken).ConfigureAwait(false);
    }

    // A lane leaves in order: it is due when its first open entry is.
    public async Task<IReadOnlyList<string>> DueLanesAsync(int max, CancellationToken cancellationToken = default)
    {
        var statement = new Statement($"""
            SELECT d.lane_key
            FROM (SELECT lane_key, min(due_at) AS due_at
                  FROM (SELECT lane_key, due_at FROM outbox WHERE {Open} AND due_at <= now() ORDER BY due_at LIMIT {ScanLimit}) e
                  GROUP BY lane_key) d
            WHERE (SELECT h.due_at FROM outbox h WHERE h.lane_key = d.lane_key AND {Open} ORDER BY h.seq LIMIT 1) <= now()
            ORDER BY d.due_at LIMIT $1
            """).With(max);
        return await database.Reads.ListAsync(statement, static row => row.GetString(0), cancellationToken).ConfigureAwait(false);
    }

    // One look into the index a lane, not one an entry.
    public async Task<(IReadOnlyList<string> Due, string After)> LanesAfterAsync(string after, int lanes, CancellationToken cancellationToken = default)
    {
        var statement = new Statement($"""
            WITH RECURSIVE heads AS (
                (SELECT lane_key, due_at, 1 AS place FROM outbox WHERE lane_key > $1 AND {Open} ORDER BY lane_key, seq LIMIT 1)
                UNION ALL
                SELECT n.lane_key, n.due_at, h.place + 1
                FROM heads h
                CROSS JOIN LATERAL (SELECT lane_key, due_at FROM outbox WHERE lane_key > h.lane_key AND {Open} ORDER BY lane_key, seq LIMIT 1) n
                WHERE h.place < $2)
            SELECT lane_key, due_at <= now() FROM heads ORDER BY place
            """).With(after).With(lanes);
        var seen = await database.Reads.ListAsync(statement, static row => (Lane: row.GetString(0), IsDue: row.GetBoolean(1)), cancellationToken).ConfigureAwait(false);
        return ([.. seen.Where(static head => head.IsDue).Select(static head => head.Lane)], seen.Count == lanes ? seen[^1].Lane : "");
    }

    public async Task<OutboxEntry?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default)
    {
        var statement = new Statement($"SELECT {Columns} FROM outbox WHERE id = $1 AND organization_id = $2").With(id).With(organizationId).With(lease.Epoch);
        return await database.Reads.FirstAsync(statement, Map, cancellationToken).ConfigureAwait(false);
    }

    private static OutboxEntry Map(NpgsqlDataReader row) => new(
        Id: row.GetGuid(0),
        LaneKey: row.GetString(1),
        Kind: row.GetString(2),
        OrganizationId: row.GetGuid(3),
        AccountId: row.GuidOrNull(4),
        ConversationId: row.TextOrNull(5),
        Payload: row.GetString(6),
        Status: row.GetString(7),
        AttemptCount: row.GetInt32(8),
        DueIn: row.GetTimeSpan(9),
        ExpiresIn: row.GetTimeSpan(10),
        PossibleDuplicate: row.GetBoolean(11),
        SessionId: row.GuidOrNull(12),
        SessionSeq: row.LongOrNull(13),
        LastError: row.TextOrNull(14),
        ProviderMessageId: row.TextOrNull(15),
        CreatedAt: row.Time(16),
        TraceParent: row.TextOrNull(17))
    {
        IsSentElsewhere = row.GetBoolean(18),
    };
}
