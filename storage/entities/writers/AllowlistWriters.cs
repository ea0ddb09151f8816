using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class AllowlistPutWriter : SoloWriter<AllowlistPut>
{
    public override NpgsqlBatchCommand Write(AllowlistPut row) => new Statement(
        """
        WITH account AS (SELECT id, organization_id FROM channel_accounts WHERE id = $3 AND organization_id = $2),
        entry AS (
            INSERT INTO channel_allowlist_entries (id, organization_id, account_id, scope, subject, created_by_user_id)
            SELECT $1, account.organization_id, account.id, $4, $5, $6 FROM account
            ON CONFLICT (account_id, scope, subject) DO NOTHING)
        SELECT 1 FROM account
        """)
        .With(row.Id).With(row.OrganizationId).With(row.AccountId).With(row.Scope).With(row.Subject).With(row.CreatedByUserId).Command;
}

internal sealed class AllowlistDeleteWriter : SoloWriter<AllowlistDelete>
{
    public override NpgsqlBatchCommand Write(AllowlistDelete row) => new Statement(
        "DELETE FROM channel_allowlist_entries WHERE organization_id = $1 AND account_id = $2 AND scope = $3 AND subject = $4")
        .With(row.OrganizationId).With(row.AccountId).With(row.Scope).With(row.Subject).Command;
}
