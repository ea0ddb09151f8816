using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class SecretPutWriter : SoloWriter<SecretPut>
{
    // The insert reads both counts, so the older values are out of the unique index before the new one enters it.
    public override NpgsqlBatchCommand Write(SecretPut row) => new Statement(
        """
        WITH account AS MATERIALIZED (SELECT id, organization_id FROM channel_accounts WHERE id = $3 AND organization_id = $2),
        retired AS (
            UPDATE channel_account_secrets s SET retires_at = now() + $5, updated_by_user_id = $6, updated_at = now() FROM account
            WHERE s.account_id = account.id AND s.name = $4 AND s.retires_at IS NULL AND $5 > interval '0' RETURNING s.id),
        removed AS (
            DELETE FROM channel_account_secrets s USING account
            WHERE s.account_id = account.id AND s.name = $4 AND $5 IS NOT NULL AND (s.retires_at IS NOT NULL OR $5 <= interval '0')
            RETURNING s.id)
        INSERT INTO channel_account_secrets (
            id, organization_id, account_id, name, kek_id, dek_ciphertext, dek_iv, dek_tag, secret_ciphertext, secret_iv, secret_tag,
            created_by_user_id, updated_by_user_id)
        SELECT $1, account.organization_id, account.id, $4, $7, $8, $9, $10, $11, $12, $13, $6, $6
        FROM account, (SELECT count(*) FROM retired) older, (SELECT count(*) FROM removed) oldest
        """)
        .With(row.Id).With(row.OrganizationId).With(row.AccountId).With(row.Name).With(row.Overlap).With(row.UserId)
        .With(row.Value.KekId)
        .With(row.Value.DataKey.Ciphertext).With(row.Value.DataKey.Iv).With(row.Value.DataKey.Tag)
        .With(row.Value.Value.Ciphertext).With(row.Value.Value.Iv).With(row.Value.Value.Tag).Command;
}

internal sealed class SecretDeleteWriter : SoloWriter<SecretDelete>
{
    public override NpgsqlBatchCommand Write(SecretDelete row) => new Statement(
        """
        WITH removed AS (
            DELETE FROM channel_account_secrets WHERE organization_id = $1 AND account_id = $2 AND name = $3 RETURNING id)
        SELECT 1 FROM removed HAVING count(*) > 0
        """).With(row.OrganizationId).With(row.AccountId).With(row.Name).Command;
}

internal sealed class SecretRewrapWriter : SoloWriter<SecretRewrap>
{
    public override NpgsqlBatchCommand Write(SecretRewrap row) => new Statement(
        """
        UPDATE channel_account_secrets SET kek_id = $4, dek_ciphertext = $5, dek_iv = $6, dek_tag = $7, updated_at = now()
        WHERE id = $1 AND organization_id = $2 AND kek_id = $3
        """)
        .With(row.Id).With(row.OrganizationId).With(row.FromKekId).With(row.Value.KekId)
        .With(row.Value.DataKey.Ciphertext).With(row.Value.DataKey.Iv).With(row.Value.DataKey.Tag).Command;
}
