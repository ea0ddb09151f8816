using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Runs that end: guarded by the lease of whoever did the work.</summary>
internal sealed class RunEndSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid> _lease;
    private readonly Column<string?> _output;

    public RunEndSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _lease = Uuid("lease_token");
        _output = Json("output");
    }

    public override string GuardSql => """
        end_in AS MATERIALIZED (SELECT * FROM {rows} WHERE {checked} ORDER BY id),
        end_written AS (
            UPDATE runs w
            SET status = 'succeeded', output = i.output, error = NULL, finished_at = now(), lease_until = NULL
            FROM end_in i
            WHERE w.id = i.id AND w.organization_id = i.organization_id AND w.lease_token = i.lease_token AND w.status = 'running'
            RETURNING w.id)
        """;

    public override string MissedSql => "SELECT c, 6 FROM end_in WHERE id NOT IN (SELECT id FROM end_written)";

    public void Append(int commit, RunEnd row)
    {
        Next(commit);
        _id.Add(row.RunId);
        _organization.Add(row.OrganizationId);
        _lease.Add(row.LeaseToken);
        _output.Add(PostgresText.CleanJson(row.Output));
    }
}
