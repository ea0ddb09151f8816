using Npgsql;
using Vespid.Storage.Snapshots;

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

    public async Task<int> RunsLeftAsync(OrganizationSnapshot organization, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(
            """
            SELECT least(
                coalesce($2, 2147483647)::bigint - (SELECT count(*) FROM runs WHERE organization_id = $1 AND admitted AND kind = 'workflow'
                                            AND created_at >= date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'),
                coalesce($3, 2147483647)::bigint - (SELECT count(*) FROM runs WHERE organization_id = $1 AND admitted AND kind = 'workflow'
                                            AND status IN ('queued', 'running')))
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = organization.Id });
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = organization.MonthlyRunLimit });
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = organization.InflightRunLimit });
        return (int)Math.Max(0, (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
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
