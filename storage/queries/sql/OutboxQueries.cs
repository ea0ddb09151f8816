namespace Vespid.Storage.Queries;

internal sealed class OutboxQueries(TenantReader reader) : IOutboxQueries
{
    private const string List = "outbox";
    private const int CountLimit = 100_000;
    private const int SampleSize = 20;
    private const int RedriveLimit = 1_000;

    public async Task<Page<OutboxItem>> ListAsync(Guid organizationId, OutboxFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(List, page.Cursor);
        var statement = new Statement("").With(page.Take + 1).With(before);
        statement.Sql = $"""
            SELECT {OutboxSql.Columns} FROM outbox o
            WHERE {OutboxSql.Where(organizationId, filter, statement)} AND ($2 IS NULL OR o.id < $2) ORDER BY o.id DESC LIMIT $1
            """;
        var rows = await reader.ListAsync(organizationId, statement, OutboxSql.Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.Id));
    }

    public async Task<int> CountAsync(Guid organizationId, OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        var counted = await reader.ListAsync(
            organizationId, Totals(organizationId, filter), row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        return counted[0];
    }

    public Task<OutboxItem?> GetAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(
            organizationId,
            new Statement($"SELECT {OutboxSql.Columns} FROM outbox o WHERE o.organization_id = $1 AND o.id = $2").With(organizationId).With(id),
            OutboxSql.Map, cancellationToken);

    public async Task<IReadOnlyList<Guid>> DeadLettersAmongAsync(Guid organizationId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default) =>
        await reader.ListAsync(
            organizationId,
            new Statement("SELECT o.id FROM outbox o WHERE o.organization_id = $1 AND o.id = ANY ($2) AND o.status = 'dead_letter' ORDER BY o.seq")
                .With(organizationId).WithAll([.. ids]),
            row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);

    public Task<RedrivePreview> PreviewRedriveAsync(Guid organizationId, OutboxFilter filter, int max, CancellationToken cancellationToken = default)
    {
        var dead = filter with { Status = "dead_letter" };
        var ids = new Statement("").With(Math.Clamp(max, 1, RedriveLimit));
        ids.Sql = $"SELECT o.id FROM outbox o WHERE {OutboxSql.Where(organizationId, dead, ids)} ORDER BY o.seq LIMIT $1";
        var sample = new Statement("").With(SampleSize);
        sample.Sql = $"SELECT {OutboxSql.Columns} FROM outbox o WHERE {OutboxSql.Where(organizationId, dead, sample)} ORDER BY o.seq LIMIT $1";
        return reader.ReadAsync(
            organizationId,
            [Totals(organizationId, dead), ids, sample],
            async rows =>
            {
                var totals = (await rows.AllAsync(row => (Entries: row.GetInt32(0), Lanes: row.GetInt32(1)), cancellationToken).ConfigureAwait(false))[0];
                var chosen = await rows.NextAsync(row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
                var first = await rows.NextAsync(OutboxSql.Map, cancellationToken).ConfigureAwait(false);
                return new RedrivePreview(totals.Entries, totals.Lanes, chosen, first);
            },
            cancellationToken);
    }

    private static Statement Totals(Guid organizationId, OutboxFilter filter)
    {
        var statement = new Statement("").With(CountLimit);
        statement.Sql = $"""
            SELECT count(*)::int, count(DISTINCT lane_key)::int
            FROM (SELECT o.lane_key FROM outbox o WHERE {OutboxSql.Where(organizationId, filter, statement)} LIMIT $1) o
            """;
        return statement;
    }
}
