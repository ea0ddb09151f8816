using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class SessionQueries(TenantReader reader) : ISessionQueries
{
    private const string List = "sessions";
    private const string TurnList = "turns";
    private const string Columns = "s.id, s.organization_id, s.account_id, s.conversation_id, s.title, s.created_at, s.archived_at";

    public async Task<Page<SessionItem>> ListAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(List, page.Cursor);
        var rows = await reader.ListAsync(organizationId, new Statement($"""
            SELECT {Columns} FROM agent_sessions s WHERE s.organization_id = $1 AND ($2 IS NULL OR s.id < $2) ORDER BY s.id DESC LIMIT $3
            """).With(organizationId).With(before).With(page.Take + 1), Map, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.Id));
    }

    public Task<SessionDetail?> GetAsync(Guid organizationId, Guid sessionId, PageRequest turns, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadSeq(TurnList, turns.Cursor);
        return reader.ReadAsync<SessionDetail?>(
            organizationId,
            [
                new Statement($"SELECT {Columns} FROM agent_sessions s WHERE s.organization_id = $1 AND s.id = $2")
                    .With(organizationId).With(sessionId),
                new Statement(RunSql.Select(
                    "r.organization_id = $1 AND r.session_id = $2 AND ($3 IS NULL OR r.seq < $3) ORDER BY r.seq DESC LIMIT $4", "r.seq DESC"))
                    .With(organizationId).With(sessionId).With(before).With(turns.Take + 1),
            ],
            async rows =>
            {
                if ((await rows.AllAsync(Map, cancellationToken).ConfigureAwait(false)) is not [var session])
                    return null;
                var found = await rows.NextAsync(RunSql.Map, cancellationToken).ConfigureAwait(false);
                return new SessionDetail(session, Cursor.Page(found, turns.Take, row => Cursor.Write(TurnList, row.Seq)));
            },
            cancellationToken);
    }

    private static SessionItem Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GuidOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.Time(5), row.TimeOrNull(6));
}
