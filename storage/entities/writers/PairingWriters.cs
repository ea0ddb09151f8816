using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class PairingDecisionWriter : SoloWriter<PairingDecision>
{
    public override NpgsqlBatchCommand Write(PairingDecision row) => new Statement(
        """
        UPDATE channel_pairing_requests SET
            status = $4,
            approved_by_user_id = CASE WHEN $4 = 'approved' THEN $5 END,
            approved_at = CASE WHEN $4 = 'approved' THEN now() END,
            rejected_at = CASE WHEN $4 = 'rejected' THEN now() END
        WHERE id = $1 AND account_id = $2 AND organization_id = $3 AND $4 IN ('approved', 'rejected')
            AND status = 'pending' AND expires_at > now()
        """).With(row.Id).With(row.AccountId).With(row.OrganizationId).With(row.Decision).With(row.UserId).Command;
}

internal sealed class PairingExpireWriter : SoloWriter<PairingExpire>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(PairingExpire row) => new Statement(
        """
        UPDATE channel_pairing_requests SET status = 'expired'
        WHERE id IN (
            SELECT id FROM channel_pairing_requests WHERE status = 'pending' AND expires_at <= now()
            ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        """).With(row.Max).Command;
}
