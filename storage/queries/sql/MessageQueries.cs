using System.Globalization;
using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class MessageQueries(TenantReader reader) : IMessageQueries
{
    private const string List = "messages";
    private const string EventList = "events";

    public async Task<Page<MessageItem>> ListAsync(
        Guid organizationId, Guid accountId, string? conversationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(List, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT * FROM (({Branch("inbound")}) UNION ALL ({Branch("outbound")})) messages ORDER BY id DESC LIMIT $5
            """).With(organizationId).With(accountId).With(conversationId).With(before).With(page.Take + 1),
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

    // A literal direction leaves one branch of the view, which its own index serves.
    private static string Branch(string direction) => $"""
        SELECT c.id, c.organization_id, c.account_id, c.conversation_id, c.direction, c.provider_message_id, c.session_event_seq, c.status,
            c.attempt_count, c.payload::text, c.error, c.sender_id, c.text, c.session_id, c.created_at, c.updated_at
        FROM channel_messages c
        WHERE c.direction = '{direction}' AND c.organization_id = $1 AND c.account_id = $2 AND ($3 IS NULL OR c.conversation_id = $3)
            AND ($4 IS NULL OR c.id < $4)
        ORDER BY c.id DESC LIMIT $5
        """;

    private static MessageItem Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.TextOrNull(3) ?? "", row.GetString(4), row.GetString(5), row.LongOrNull(6), row.GetString(7),
        row.GetInt32(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.GuidOrNull(13), row.Time(14), row.Time(15));
}
