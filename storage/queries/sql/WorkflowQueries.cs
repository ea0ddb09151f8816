using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class WorkflowQueries(TenantReader reader) : IWorkflowQueries
{
    private const string List = "workflows";
    private const string RunList = "runs";

    private const string Columns = """
        w.id, w.organization_id, w.name, w.status, w.revision, w.dsl::text, w.created_by_user_id, w.updated_by_user_id, w.published_at,
        w.created_at, w.updated_at
        """;

    public async Task<Page<WorkflowItem>> ListAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.ReadTimeAndId(List, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT {Columns} FROM workflows w
            WHERE w.organization_id = $1 AND ($2 IS NULL OR w.created_at < $2 OR w.created_at = $2 AND w.id > $3)
            ORDER BY w.created_at DESC, w.id LIMIT $4
            """).With(organizationId).With(after?.Time).With(after?.Id).With(page.Take + 1), Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.CreatedAt, row.Id));
    }

    public Task<WorkflowItem?> GetAsync(Guid organizationId, Guid workflowId, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(
            organizationId,
            new Statement($"SELECT {Columns} FROM workflows w WHERE w.organization_id = $1 AND w.id = $2").With(organizationId).With(workflowId),
            Map, cancellationToken);

    public async Task<Page<RunItem>> RunsAsync(Guid organizationId, Guid workflowId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadSeq(RunList, page.Cursor);
        var rows = await reader.ListAsync(
            organizationId,
            new Statement(RunSql.Select(
                "r.organization_id = $1 AND r.workflow_id = $2 AND ($3 IS NULL OR r.seq < $3) ORDER BY r.seq DESC LIMIT $4", "r.seq DESC"))
                .With(organizationId).With(workflowId).With(before).With(page.Take + 1),
            RunSql.Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(RunList, row.Seq));
    }

    public Task<RunItem?> RunAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(
            organizationId,
            new Statement(RunSql.Select("r.organization_id = $1 AND r.id = $2", "r.seq")).With(organizationId).With(runId),
            RunSql.Map, cancellationToken);

    private static WorkflowItem Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetString(5), row.GuidOrNull(6), row.GuidOrNull(7),
        row.TimeOrNull(8), row.Time(9), row.Time(10));
}
