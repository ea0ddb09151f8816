using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>
/// The parts of the view <c>channel_events</c>, each limited by itself over the id of what an event belongs to. The view's own order by time
/// would have to read all of an account's history.
/// </summary>
internal static class EventSql
{
    private const string Sql = """
        SELECT * FROM (
            (SELECT e.id AS source, 0 AS rank, e.id, e.organization_id, e.account_id, e.conversation_id, e.event_type, e.level, e.message,
                e.payload::text AS payload, e.created_at
             FROM channel_event_log e
             WHERE e.organization_id = $1 AND e.account_id = $2 AND ($3 IS NULL OR e.id <= $3 AND (e.id, 0) < ($3, $4))
             ORDER BY e.id DESC LIMIT $5)
            UNION ALL
            (SELECT m.id, 1, m.id, m.organization_id, m.account_id, m.conversation_id,
                CASE m.status WHEN 'accepted' THEN 'channel.message.accepted' ELSE 'channel.message.dropped' END,
                CASE m.status WHEN 'accepted' THEN 'info' ELSE 'warn' END, m.reason,
                CASE m.status
                    WHEN 'accepted' THEN jsonb_build_object('event', m.event, 'mentionMatched', m.mention_matched,
                        'sessionRouted', m.session_id IS NOT NULL, 'workflowsTriggered', m.workflows_triggered)
                    ELSE jsonb_build_object('senderId', m.sender_id, 'event', m.event)
                END::text, m.created_at
             FROM inbound_messages m
             WHERE m.organization_id = $1 AND m.account_id = $2 AND ($3 IS NULL OR m.id <= $3 AND (m.id, 1) < ($3, $4))
             ORDER BY m.id DESC LIMIT $5)
            UNION ALL
            (SELECT m.id, 2, md5(m.id::text || ':triggered')::uuid, m.organization_id, m.account_id, m.conversation_id,
                'channel.workflow.triggered', 'info', m.workflows_triggered || ' triggered',
                jsonb_build_object('messageId', m.id, 'triggered', m.workflows_triggered)::text, m.created_at
             FROM inbound_messages m
             WHERE m.organization_id = $1 AND m.account_id = $2 AND m.workflows_triggered > 0
                AND ($3 IS NULL OR m.id <= $3 AND (m.id, 2) < ($3, $4))
             ORDER BY m.id DESC LIMIT $5)
            UNION ALL
            (SELECT o.id, 3, o.id, o.organization_id, o.account_id, o.conversation_id, 'channel.message.outbound',
                CASE WHEN o.status = 'sent' THEN 'info' ELSE 'error' END, CASE WHEN o.status = 'sent' THEN 'accepted' ELSE o.status END,
                jsonb_build_object('status', CASE WHEN o.status = 'sent' THEN 'accepted' ELSE o.status END, 'attemptCount', o.attempt_count,
                    'providerMessageId', o.provider_message_id, 'sessionId', o.session_id, 'sessionEventSeq', o.session_seq,
                    'possibleDuplicate', o.possible_duplicate, 'error', o.last_error)::text, o.updated_at
             FROM outbox o
             WHERE o.organization_id = $1 AND o.account_id = $2 AND o.status IN ('sent', 'dead_letter', 'expired', 'canceled')
                AND ($3 IS NULL OR o.id <= $3 AND (o.id, 3) < ($3, $4))
             ORDER BY o.id DESC LIMIT $5)
        ) events ORDER BY source DESC, rank DESC LIMIT $6
        """;

    /// <summary>Events of an account, newest first.</summary>
    public static Statement Newest(Guid organizationId, Guid accountId, (Guid Source, int Rank)? after, int take, int? limit = null) =>
        new Statement(Sql).With(organizationId).With(accountId).With(after?.Source).With(after?.Rank).With(take).With(limit ?? take * 4);

    public static (Guid Source, int Rank, EventItem Item) Map(NpgsqlDataReader row) => (row.GetGuid(0), row.GetInt32(1), new EventItem(
        row.GetGuid(2), row.GetGuid(3), row.GetGuid(4), row.TextOrNull(5), row.GetString(6), row.GetString(7), row.TextOrNull(8), row.TextOrNull(9), row.Time(10)));
}
