using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class OutboxRedriveWriter : SoloWriter<OutboxRedrive>
{
    public override NpgsqlBatchCommand Write(OutboxRedrive row) => new Statement(
        """
        WITH chosen AS MATERIALIZED (
            SELECT id, seq FROM outbox WHERE organization_id = $1 AND id = ANY ($2) AND status = 'dead_letter' ORDER BY id FOR UPDATE),
        numbered AS MATERIALIZED (
            SELECT id, nextval(pg_get_serial_sequence('outbox', 'seq')) AS seq FROM (SELECT id FROM chosen ORDER BY seq) ordered),
        queued AS (
            UPDATE outbox o SET
                seq = numbered.seq, status = 'queued', attempt_count = 0, error_class = NULL,
                due_at = now(), expires_at = now() + $3, updated_at = now()
            FROM numbered WHERE o.id = numbered.id RETURNING o.id)
        SELECT 1 FROM queued HAVING count(*) = cardinality($2)
        """).With(row.OrganizationId).WithAll([.. row.Ids]).With(row.TimeToLive).Command;
}

internal sealed class OutboxPurgeWriter : SoloWriter<OutboxPurge>
{
    public override NpgsqlBatchCommand Write(OutboxPurge row) => new Statement(
        """
        WITH removed AS (
            DELETE FROM outbox WHERE organization_id = $1 AND id = ANY ($2) AND status = 'dead_letter' RETURNING id)
        SELECT 1 FROM removed HAVING count(*) = cardinality($2)
        """).With(row.OrganizationId).WithAll([.. row.Ids]).Command;
}

internal sealed class OutboxCancelWriter : SoloWriter<OutboxCancel>
{
    public override NpgsqlBatchCommand Write(OutboxCancel row) => new Statement(
        """
        UPDATE outbox SET status = 'canceled', updated_at = now()
        WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'retrying', 'unknown')
        """).With(row.OrganizationId).With(row.Id).Command;
}
