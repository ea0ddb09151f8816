using Npgsql;
using Vespid.Storage.Lease;

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
        await using var command = database.Reads.CreateCommand($"SELECT {Columns} FROM outbox WHERE lane_key = $1 AND {Open} ORDER BY seq LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Commits.PostgresText.Clean(laneKey) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lease.Epoch });
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    // A lane leaves in order: it is due when its first open entry is.
    public async Task<IReadOnlyList<string>> DueLanesAsync(int max, CancellationToken cancellationToken = default)
    {
        await using var command = database.Reads.CreateCommand($"""
            SELECT d.lane_key
            FROM (SELECT lane_key, min(due_at) AS due_at
                  FROM (SELECT lane_key, due_at FROM outbox WHERE {Open} AND due_at <= now() ORDER BY due_at LIMIT {ScanLimit}) e
                  GROUP BY lane_key) d
            WHERE (SELECT h.due_at FROM outbox h WHERE h.lane_key = d.lane_key AND {Open} ORDER BY h.seq LIMIT 1) <= now()
            ORDER BY d.due_at LIMIT $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var lanes = new List<string>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            lanes.Add(reader.GetString(0));
        return lanes;
    }

    // One look into the index a lane, not one an entry.
    public async Task<(IReadOnlyList<string> Due, string After)> LanesAfterAsync(string after, int lanes, CancellationToken cancellationToken = default)
    {
        await using var command = database.Reads.CreateCommand($"""
            WITH RECURSIVE heads AS (
                (SELECT lane_key, due_at, 1 AS place FROM outbox WHERE lane_key > $1 AND {Open} ORDER BY lane_key, seq LIMIT 1)
                UNION ALL
                SELECT n.lane_key, n.due_at, h.place + 1
                FROM heads h
                CROSS JOIN LATERAL (SELECT lane_key, due_at FROM outbox WHERE lane_key > h.lane_key AND {Open} ORDER BY lane_key, seq LIMIT 1) n
                WHERE h.place < $2)
            SELECT lane_key, due_at <= now() FROM heads ORDER BY place
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lanes });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var due = new List<string>();
        var (seen, last) = (0, "");
        for (; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); seen++)
        {
            last = reader.GetString(0);
            if (reader.GetBoolean(1))
                due.Add(last);
        }

        return (due, seen == lanes ? last : "");
    }

    public async Task<OutboxEntry?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = database.Reads.CreateCommand($"SELECT {Columns} FROM outbox WHERE id = $1 AND organization_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = organizationId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lease.Epoch });
        return (await ReadAsync(command, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    private static async Task<List<OutboxEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var entries = new List<OutboxEntry>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            entries.Add(new OutboxEntry(
                Id: reader.GetGuid(0),
                LaneKey: reader.GetString(1),
                Kind: reader.GetString(2),
                OrganizationId: reader.GetGuid(3),
                AccountId: reader.IsDBNull(4) ? null : reader.GetGuid(4),
                ConversationId: reader.IsDBNull(5) ? null : reader.GetString(5),
                Payload: reader.GetString(6),
                Status: reader.GetString(7),
                AttemptCount: reader.GetInt32(8),
                DueIn: reader.GetTimeSpan(9),
                ExpiresIn: reader.GetTimeSpan(10),
                PossibleDuplicate: reader.GetBoolean(11),
                SessionId: reader.IsDBNull(12) ? null : reader.GetGuid(12),
                SessionSeq: reader.IsDBNull(13) ? null : reader.GetInt64(13),
                LastError: reader.IsDBNull(14) ? null : reader.GetString(14),
                ProviderMessageId: reader.IsDBNull(15) ? null : reader.GetString(15),
                CreatedAt: reader.GetFieldValue<DateTimeOffset>(16),
                TraceParent: reader.IsDBNull(17) ? null : reader.GetString(17))
            {
                IsSentElsewhere = reader.GetBoolean(18),
            });
        }

        return entries;
    }
}
