using Vespid.Storage.Queries;

namespace Vespid.Storage.Messages;

internal sealed class StoredMessages(Database database) : IStoredMessages
{
    public async Task<StoredMessage?> FindAsync(Guid accountId, string dedupeKey, CancellationToken cancellationToken)
    {
        var statement = new Statement("SELECT id, status, reason, session_id, workflows_triggered FROM inbound_messages WHERE account_id = $1 AND dedupe_key = $2")
            .With(accountId).With(dedupeKey);
        return await database.Reads.FirstAsync(
            statement, static row => new StoredMessage(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GuidOrNull(3), row.GetInt32(4)), cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<bool> SessionExistsAsync(Guid organizationId, Guid sessionId, CancellationToken cancellationToken)
    {
        var statement = new Statement("SELECT 1 FROM agent_sessions WHERE id = $1 AND organization_id = $2 AND archived_at IS NULL").With(sessionId).With(organizationId);
        return await database.Reads.ListAsync(statement, static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false) is [_];
    }

    public async Task<RunOrigin?> RunOriginAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken)
    {
        var statement = new Statement("""
            SELECT r.account_id, a.channel_id, r.conversation_id, m.provider_message_id, m.thread_id, r.session_id, r.seq, r.traceparent,
                   clock_timestamp() - r.created_at
            FROM runs r
            LEFT JOIN channel_accounts a ON a.id = r.account_id
            LEFT JOIN inbound_messages m ON m.account_id = r.account_id AND m.id = r.message_id
            WHERE r.id = $1 AND r.organization_id = $2
            """).With(runId).With(organizationId);
        return await database.Reads.FirstAsync(
            statement,
            static row => new RunOrigin(
                row.GuidOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.GuidOrNull(5), row.GetInt64(6), row.TextOrNull(7),
                row.GetTimeSpan(8)),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<PendingPairing?> PendingPairingAsync(Guid accountId, string scope, string requesterId, CancellationToken cancellationToken)
    {
        var statement = new Statement("SELECT id, code FROM channel_pairing_requests WHERE account_id = $1 AND scope = $2 AND requester_id = $3 AND status = 'pending'")
            .With(accountId).With(scope).With(requesterId);
        return await database.Reads.FirstAsync(statement, static row => new PendingPairing(row.GetGuid(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);
    }
}
