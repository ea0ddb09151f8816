using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class WorkerTokenInsertWriter : SoloWriter<WorkerTokenInsert>
{
    public override NpgsqlBatchCommand Write(WorkerTokenInsert row) => new Statement(
        "INSERT INTO worker_tokens (id, organization_id, name, token_hash, created_by_user_id) VALUES ($1, $2, $3, $4, $5)")
        .With(row.Id).With(row.OrganizationId).With(row.Name).With(row.TokenHash).With(row.CreatedByUserId).Command;
}

internal sealed class WorkerTokenRevokeWriter : SoloWriter<WorkerTokenRevoke>
{
    public override NpgsqlBatchCommand Write(WorkerTokenRevoke row) => new Statement(
        "UPDATE worker_tokens SET revoked_at = now() WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL")
        .With(row.Id).With(row.OrganizationId).Command;
}
