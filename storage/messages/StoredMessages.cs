using Npgsql;

namespace Vespid.Storage.Messages;

internal sealed class StoredMessages(Database database) : IStoredMessages
{
    public async Task<StoredMessage?> FindAsync(Guid accountId, string dedupeKey, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(
            "SELECT id, status, reason, session_id, workflows_triggered FROM inbound_messages WHERE account_id = $1 AND dedupe_key = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = dedupeKey });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new StoredMessage(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), reader.GetInt32(4))
            : null;
    }

    public async Task<bool> SessionExistsAsync(Guid organizationId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM agent_sessions WHERE id = $1 AND organization_id = $2 AND archived_at IS NULL)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = organizationId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<RunOrigin?> RunOriginAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(
            """
            SELECT r.account_id, a.channel_id, r.conversation_id, m.provider_message_id, m.thread_id, r.session_id, r.seq, r.traceparent,
                   clock_timestamp() - r.created_at
            FROM runs r
            LEFT JOIN channel_accounts a ON a.id = r.account_id
            LEFT JOIN inbound_messages m ON m.account_id = r.account_id AND m.id = r.message_id
            WHERE r.id = $1 AND r.organization_id = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = runId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = organizationId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        return new RunOrigin(
            reader.IsDBNull(0) ? null : reader.GetGuid(0), Text(1), Text(2), Text(3), Text(4), reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetInt64(6), Text(7),
            reader.GetTimeSpan(8));

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    public async Task<PendingPairing?> PendingPairingAsync(Guid accountId, string scope, string requesterId, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(
            "SELECT id, code FROM channel_pairing_requests WHERE account_id = $1 AND scope = $2 AND requester_id = $3 AND status = 'pending'");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scope });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = requesterId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? new PendingPairing(reader.GetGuid(0), reader.GetString(1)) : null;
    }
}
