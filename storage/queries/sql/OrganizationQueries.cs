using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class OrganizationQueries(TenantReader reader) : IOrganizationQueries
{
    private const string MemberList = "members";
    private const string TokenList = "worker-tokens";
    private const string AuditList = "audit";

    public Task<OrganizationItem?> GetAsync(Guid organizationId, CancellationToken cancellationToken = default) =>
        reader.FirstAsync(organizationId, new Statement("""
            SELECT id, name, channel_runtime_enabled, agent_kind, agent_endpoint, agent_secret IS NOT NULL, monthly_run_limit, inflight_run_limit,
                version, created_at, updated_at
            FROM organizations WHERE id = $1
            """).With(organizationId), MapOrganization, cancellationToken);

    public async Task<Page<MemberItem>> MembersAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.ReadId(MemberList, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement("""
            SELECT m.organization_id, m.user_id, u.email, u.display_name, m.role, m.created_at
            FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = $1 AND ($2 IS NULL OR m.user_id > $2) ORDER BY m.user_id LIMIT $3
            """).With(organizationId).With(after).With(page.Take + 1), MapMember, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(MemberList, row.UserId));
    }

    public async Task<Page<WorkerTokenItem>> WorkerTokensAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(TokenList, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT {IdentityQueries.WorkerTokenColumns} FROM worker_tokens t
            WHERE t.organization_id = $1 AND ($2 IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3
            """).With(organizationId).With(before).With(page.Take + 1), IdentityQueries.MapWorkerToken, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(TokenList, row.Id));
    }

    public async Task<Page<AuditItem>> AuditAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(AuditList, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement("""
            SELECT id, organization_id, actor_kind, actor_id, action, target_kind, target_id, change::text, remote_address, created_at
            FROM audit_events WHERE organization_id = $1 AND ($2 IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
            """).With(organizationId).With(before).With(page.Take + 1), row => MapAudit(row), cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(AuditList, row.Id));
    }

    internal static AuditItem MapAudit(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GuidOrNull(1), row.GetString(2), row.TextOrNull(3), row.GetString(4), row.GetString(5), row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8), row.Time(9));

    private static OrganizationItem MapOrganization(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.TextOrNull(4), row.GetBoolean(5), row.IntOrNull(6), row.IntOrNull(7),
        row.GetInt64(8), row.Time(9), row.Time(10));

    private static MemberItem MapMember(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.TextOrNull(3), row.GetString(4), row.Time(5));
}
