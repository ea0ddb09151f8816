using Npgsql;
using NpgsqlTypes;
using Vespid.Storage.Queries;

namespace Vespid.Storage.Feed;

internal sealed class ChangeFeed(TenantReader tenants, Database database) : IChangeFeed
{
    private const int MaxRows = 1_000;
    private const string Settled = "xid < pg_snapshot_xmin(pg_current_snapshot())";

    public async Task<FeedPosition> HeadAsync(CancellationToken cancellationToken = default)
    {
        // Below the oldest open transaction everything has ended; the smallest id of the next one sorts before its rows.
        var heads = await database.Reads.ListAsync(
            new Statement("SELECT pg_snapshot_xmin(pg_current_snapshot())"), row => row.GetFieldValue<ulong>(0), cancellationToken).ConfigureAwait(false);
        return new FeedPosition(heads[0], Guid.Empty);
    }

    public async Task<IReadOnlyList<WebchatReply>> ReadWebchatAsync(
        Guid accountId, string conversationId, long afterSeq, int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement($"""
                SELECT seq, entry_id, text, reply_to, created_at FROM webchat_messages
                WHERE account_id = $1 AND conversation_id = $2 AND seq > $3 AND {Settled} ORDER BY seq LIMIT $4
                """).With(accountId).With(conversationId).With(afterSeq).With(Take(max)),
            row => new WebchatReply(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.TextOrNull(3), row.Time(4)),
            cancellationToken).ConfigureAwait(false);

    public Task<FeedBatch<EventItem>> ReadEventsAsync(
        Guid organizationId, Guid? accountId, FeedPosition after, int max, CancellationToken cancellationToken = default) =>
        ReadAsync(
            organizationId,
            After($"""
                SELECT xid, id, organization_id, account_id, conversation_id, event_type, level, message, payload::text, created_at
                FROM channel_event_log
                WHERE organization_id = $1 AND (xid, id) > ($2, $3) AND {Settled} AND ($5 IS NULL OR account_id = $5)
                ORDER BY xid, id LIMIT $4
                """, organizationId, after, max).With(accountId),
            row => new EventItem(
                row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.TextOrNull(4), row.GetString(5), row.GetString(6), row.TextOrNull(7), row.TextOrNull(8),
                row.Time(9)),
            after, cancellationToken);

    public Task<FeedBatch<AuditItem>> ReadAuditAsync(Guid organizationId, FeedPosition after, int max, CancellationToken cancellationToken = default) =>
        ReadAsync(
            organizationId,
            After($"""
                SELECT xid, id, organization_id, actor_kind, actor_id, action, target_kind, target_id, change::text, remote_address, created_at
                FROM audit_events WHERE organization_id = $1 AND (xid, id) > ($2, $3) AND {Settled} ORDER BY xid, id LIMIT $4
                """, organizationId, after, max),
            row => new AuditItem(
                row.GetGuid(1), row.GuidOrNull(2), row.GetString(3), row.TextOrNull(4), row.GetString(5), row.GetString(6), row.TextOrNull(7),
                row.TextOrNull(8), row.TextOrNull(9), row.Time(10)),
            after, cancellationToken);

    private static Statement After(string sql, Guid organizationId, FeedPosition after, int max)
    {
        var statement = new Statement(sql).With(organizationId);
        statement.Command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = after.Transaction, NpgsqlDbType = NpgsqlDbType.Xid8 });
        return statement.With(after.Id).With(Take(max));
    }

    private static int? Take(int max) => Math.Clamp(max, 1, MaxRows);

    private async Task<FeedBatch<T>> ReadAsync<T>(
        Guid organizationId, Statement statement, Func<NpgsqlDataReader, T> map, FeedPosition after, CancellationToken cancellationToken)
    {
        var rows = await tenants.ListAsync(
            organizationId, statement, row => (Position: new FeedPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), Item: map(row)),
            cancellationToken).ConfigureAwait(false);
        return new FeedBatch<T>([.. rows.Select(row => row.Item)], rows is [.., var last] ? last.Position : after);
    }
}
