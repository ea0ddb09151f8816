using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class PairingQueries(TenantReader reader) : IPairingQueries
{
    private const string List = "pairing";

    private const string Requests = """
        SELECT * FROM (
            SELECT p.id, p.organization_id, p.account_id, p.scope, p.requester_id, p.requester_display_name, p.code,
                CASE WHEN p.status = 'pending' AND p.expires_at <= now() THEN 'expired' ELSE p.status END AS status,
                p.expires_at, p.approved_by_user_id, p.approved_at, p.rejected_at, p.created_at
            FROM channel_pairing_requests p
        ) requests
        """;

    public async Task<Page<PairingItem>> ListAsync(
        Guid organizationId, Guid? accountId, string? status, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.ReadTimeAndId(List, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            {Requests}
            WHERE organization_id = $1 AND ($2 IS NULL OR account_id = $2) AND ($3 IS NULL OR status = $3)
                AND ($4 IS NULL OR created_at < $4 OR created_at = $4 AND id > $5)
            ORDER BY created_at DESC, id LIMIT $6
            """).With(organizationId).With(accountId).With(status).With(after?.Time).With(after?.Id).With(page.Take + 1),
            Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.CreatedAt, row.Id));
    }

    public Task<PairingItem?> GetAsync(Guid organizationId, Guid requestId, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(
            organizationId,
            new Statement($"{Requests} WHERE organization_id = $1 AND id = $2").With(organizationId).With(requestId),
            Map, cancellationToken);

    private static PairingItem Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.GetString(6), row.GetString(7),
        row.Time(8), row.GuidOrNull(9), row.TimeOrNull(10), row.TimeOrNull(11), row.Time(12));
}
