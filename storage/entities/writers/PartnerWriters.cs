using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class PartnerInsertWriter : SoloWriter<PartnerInsert>
{
    public override NpgsqlBatchCommand Write(PartnerInsert row) => new Statement(
        "INSERT INTO partners (id, organization_id, display_name, allowed_domains, max_nodes, status_page, legacy_anon_keys) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .With(row.Id).With(row.OrganizationId).With(row.DisplayName).WithAll([.. row.AllowedDomains]).With(row.MaxNodes).With(row.StatusPage)
        .With(row.LegacyAnonKeys).Command;
}

internal sealed class PartnerChangeWriter : SoloWriter<PartnerChange>
{
    public override NpgsqlBatchCommand Write(PartnerChange row) => new Statement(
        """
        UPDATE partners SET display_name = $2, allowed_domains = $3, max_nodes = $4, status_page = $5, legacy_anon_keys = $6, updated_at = now() WHERE id = $1
        """)
        .With(row.Id).With(row.DisplayName).WithAll([.. row.AllowedDomains]).With(row.MaxNodes).With(row.StatusPage).With(row.LegacyAnonKeys).Command;
}

internal sealed class RegistrationTokenInsertWriter : SoloWriter<RegistrationTokenInsert>
{
    public override NpgsqlBatchCommand Write(RegistrationTokenInsert row) => new Statement(
        """
        INSERT INTO edge_registration_tokens (id, token_hash, organization_id, partner_id, domain, expires_at, created_by)
        VALUES ($1, $2, $3, $4, $5, now() + $6, $7)
        """)
        .With(row.Id).With(row.Hash).With(row.OrganizationId).With(row.PartnerId).With(row.Domain).With(row.TimeToLive).With(row.CreatedBy).Command;
}

internal sealed class RegistrationTokenRevokeWriter : SoloWriter<RegistrationTokenRevoke>
{
    public override NpgsqlBatchCommand Write(RegistrationTokenRevoke row) => new Statement(
        "UPDATE edge_registration_tokens SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 AND partner_id = $2 AND redeemed_at IS NULL")
        .With(row.Id).With(row.PartnerId).Command;
}

internal sealed class RegistrationTokenRedeemWriter : SoloWriter<RegistrationTokenRedeem>
{
    public override NpgsqlBatchCommand Write(RegistrationTokenRedeem row) => new Statement(
        """
        UPDATE edge_registration_tokens SET redeemed_at = now(), node_id = $2, fingerprint = $3, answer = $4
        WHERE id = $1 AND redeemed_at IS NULL AND revoked_at IS NULL AND expires_at > now()
        """).With(row.Id).With(row.NodeId).With(row.Fingerprint).With(row.Answer).Command;
}

internal sealed class RegistrationAnswersForgetWriter : SoloWriter<RegistrationAnswersForget>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(RegistrationAnswersForget row) => new Statement(
        "UPDATE edge_registration_tokens SET answer = NULL WHERE answer IS NOT NULL AND redeemed_at < now() - $1").With(row.After).Command;
}

internal sealed class EdgeDomainClaimWriter : SoloWriter<EdgeDomainClaim>
{
    public override NpgsqlBatchCommand Write(EdgeDomainClaim row) => new Statement(
        """
        INSERT INTO edge_domains AS d (domain, partner_id) VALUES ($1, $2)
        ON CONFLICT (domain) DO UPDATE SET partner_id = excluded.partner_id
        WHERE d.partner_id = excluded.partner_id OR NOT EXISTS (
            SELECT 1 FROM edges e WHERE e.domain = d.domain AND e.partner_id = d.partner_id AND e.retired_at IS NULL)
        """).With(row.Domain).With(row.PartnerId).Command;
}
