using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class OrganizationInsertWriter : SoloWriter<OrganizationInsert>
{
    public override NpgsqlBatchCommand Write(OrganizationInsert row) => new Statement(
        "INSERT INTO organizations (id, name) VALUES ($1, $2)").With(row.Id).With(row.Name).Command;
}

internal sealed class OrganizationChangeWriter : SoloWriter<OrganizationChange>
{
    public override NpgsqlBatchCommand Write(OrganizationChange row) => new Statement(
        """
        UPDATE organizations SET
            name = CASE WHEN $3 THEN $4 ELSE name END,
            channel_runtime_enabled = CASE WHEN $5 THEN $6 ELSE channel_runtime_enabled END,
            agent_kind = CASE WHEN $7 THEN $8 ELSE agent_kind END,
            agent_endpoint = CASE WHEN $9 THEN $10 ELSE agent_endpoint END,
            agent_secret = CASE WHEN $11 THEN $12 ELSE agent_secret END,
            monthly_run_limit = CASE WHEN $13 THEN $14 ELSE monthly_run_limit END,
            inflight_run_limit = CASE WHEN $15 THEN $16 ELSE inflight_run_limit END
        WHERE id = $1 AND ($2 IS NULL OR version = $2)
        """)
        .With(row.Id).With(row.ExpectedVersion)
        .WithChange(row.Name).WithChange(row.ChannelRuntimeEnabled).WithChange(row.AgentKind).WithChange(row.AgentEndpoint).WithChange(row.AgentSecret)
        .WithChange(row.MonthlyRunLimit).WithChange(row.InflightRunLimit).Command;
}
