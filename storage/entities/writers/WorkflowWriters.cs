using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class WorkflowInsertWriter : SoloWriter<WorkflowInsert>
{
    public override NpgsqlBatchCommand Write(WorkflowInsert row) => new Statement(
        "INSERT INTO workflows (id, organization_id, name, dsl, created_by_user_id, updated_by_user_id) VALUES ($1, $2, $3, $4, $5, $5)")
        .With(row.Id).With(row.OrganizationId).With(row.Name).WithJsonb(row.Dsl).With(row.CreatedByUserId).Command;
}

internal sealed class WorkflowChangeWriter : SoloWriter<WorkflowChange>
{
    public override NpgsqlBatchCommand Write(WorkflowChange row) => new Statement(
        """
        UPDATE workflows SET
            revision = revision + 1,
            updated_at = now(),
            updated_by_user_id = coalesce($4, updated_by_user_id),
            name = CASE WHEN $5 THEN $6 ELSE name END,
            dsl = CASE WHEN $7 THEN $8 ELSE dsl END
        WHERE id = $1 AND organization_id = $2 AND ($3 IS NULL OR revision = $3)
        """)
        .With(row.Id).With(row.OrganizationId).With(row.ExpectedRevision).With(row.UpdatedByUserId).WithChange(row.Name).WithJsonbChange(row.Dsl).Command;
}

internal sealed class WorkflowPublishWriter : SoloWriter<WorkflowPublish>
{
    public override NpgsqlBatchCommand Write(WorkflowPublish row) => new Statement(
        """
        UPDATE workflows SET
            status = 'published', published_at = now(), updated_at = now(), updated_by_user_id = coalesce($4, updated_by_user_id)
        WHERE id = $1 AND organization_id = $2 AND ($3 IS NULL OR revision = $3) AND status = 'draft'
        """).With(row.Id).With(row.OrganizationId).With(row.ExpectedRevision).With(row.UpdatedByUserId).Command;
}
