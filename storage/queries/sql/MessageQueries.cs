using System.Globalization;
using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class MessageQueries(TenantReader reader) : IMessageQueries
{
    private const string List = "messages";
    private const string EventList = "events";

    // The two halves of the view channel_messages, each limited by itself: through the view an account's whole history would be sorted.
    private const string Sql = """
        SELECT * FROM (
            (SELECT m.id, m.organization_id, m.account_id, m.conversation_id, 'inbound', m.provider_message_id, NULL::bigint, m.status, 0,
                m.payload::text,
                CASE WHEN m.status = 'accepted' THEN NULL WHEN m.reason = 'dm_pairing_required' THEN 'PAIRING_REQUIRED' ELSE m.reason END,
                m.sender_id, m.text, m.session_id, m.created_at, m.created_at
             FROM inbound_messages m
             WHERE m.organization_id = $1 AND m.account_id = $2 AND ($3 IS NULL OR m.conversation_id = $3) AND ($4 IS NULL OR m.id < $4)
             ORDER BY m.id DESC LIMIT $5)
            UNION ALL
            (SELECT o.id, o.organization_id, o.account_id, o.conversation_id, 'outbound', coalesce(o.provider_message_id, o.id::text), o.session_seq,
                CASE o.status WHEN 'queued' THEN 'pending' WHEN 'sending' THEN 'pending' WHEN 'sent' THEN 'accepted' ELSE o.status END,
                o.attempt_count, o.payload::text, o.last_error, NULL, o.payload ->> 'text', o.session_id, o.created_at, o.updated_at
             FROM outbox o
             WHERE o.organization_id = $1 AND o.account_id = $2 AND ($3 IS NULL OR o.conversation_id = $3) AND ($4 IS NULL OR o.id < $4)
             ORDER BY o.id DESC LIMIT $5)
        ) messages ORDER BY id DESC LIMIT $5
        """;

    public async Task<Page<MessageItem>> ListAsync(
        Guid organizationId, Guid accountId, string? conversationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(List, page.Cursor);
        var rows = await reader.ListAsync(
            organizationId,
            new Statement(Sql).With(organizationId).With(accountId).With(conversationId).With(before).With(page.Take + 1),
            Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.Id));
    }

    public async Task<Page<EventItem>> EventsAsync(Guid organizationId, Guid accountId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.Read(EventList, page.Cursor, 2) is [var source, var rank]
            ? (Cursor.Id(source), int.TryParse(rank, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidCursorException())
            : ((Guid, int)?)null;
        var rows = await reader.ListAsync(
            organizationId, EventSql.Newest(organizationId, accountId, after, page.Take + 1, page.Take + 1), EventSql.Map, cancellationToken).ConfigureAwait(false);
        var found = Cursor.Page(
            rows, page.Take, row => Cursor.Write(EventList, row.Source.ToString("N"), row.Rank.ToString(CultureInfo.InvariantCulture)));
        return new Page<EventItem>([.. found.Items.Select(row => row.Item)], found.NextCursor);
    }

    private static MessageItem Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.TextOrNull(3) ?? "", row.GetString(4), row.GetString(5), row.LongOrNull(6), row.GetString(7),
        row.GetInt32(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.GuidOrNull(13), row.Time(14), row.Time(15));
}
