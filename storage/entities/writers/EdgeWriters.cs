using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class EdgeInsertWriter : SoloWriter<EdgeInsert>
{
    public override NpgsqlBatchCommand Write(EdgeInsert row) => new Statement(
        """
        INSERT INTO edges (
            node_id, organization_id, partner_id, label, domain, public_ip, region, tunnel, serve_countries, display_name, channels_wanted,
            reality_public_key, reality_uuid, awg_public_key, token_hash, installer_version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """)
        .With(row.NodeId).With(row.OrganizationId).With(row.PartnerId).With(row.Label).With(row.Domain).With(row.PublicIp).With(row.Region).With(row.Tunnel)
        .WithAll([.. row.ServeCountries]).With(row.DisplayName).WithAll([.. row.ChannelsWanted]).With(row.RealityPublicKey).With(row.RealityUuid)
        .With(row.AwgPublicKey).With(row.TokenHash).With(row.InstallerVersion).Command;
}

internal sealed class EdgeReattachWriter : SoloWriter<EdgeReattach>
{
    public override NpgsqlBatchCommand Write(EdgeReattach row) => new Statement(
        """
        UPDATE edges SET
            reality_public_key = coalesce($2, reality_public_key), reality_uuid = coalesce($3, reality_uuid), awg_public_key = coalesce($4, awg_public_key),
            public_ip = coalesce($5, public_ip), installer_version = coalesce($6, installer_version), identity_may_change = false, last_seen_at = now()
        WHERE node_id = $1 AND retired_at IS NULL
        """)
        .With(row.NodeId).With(row.RealityPublicKey).With(row.RealityUuid).With(row.AwgPublicKey).With(row.PublicIp).With(row.InstallerVersion).Command;
}

internal sealed class EdgeTokenRotateWriter : SoloWriter<EdgeTokenRotate>
{
    public override NpgsqlBatchCommand Write(EdgeTokenRotate row) => new Statement(
        """
        UPDATE edges SET
            previous_token_hash = CASE WHEN $3 > interval '0' THEN token_hash END,
            previous_token_until = CASE WHEN $3 > interval '0' THEN now() + $3 END,
            token_hash = $2
        WHERE node_id = $1 AND retired_at IS NULL
        """).With(row.NodeId).With(row.TokenHash).With(row.Overlap).Command;
}

internal sealed class EdgeHoldWriter : SoloWriter<EdgeHold>
{
    public override NpgsqlBatchCommand Write(EdgeHold row) => new Statement(
        "UPDATE edges SET held = $2, hold_reason = $3 WHERE node_id = $1 AND retired_at IS NULL").With(row.NodeId).With(row.Held).With(row.Reason).Command;
}

internal sealed class EdgeIdentityPermitWriter : SoloWriter<EdgeIdentityPermit>
{
    public override NpgsqlBatchCommand Write(EdgeIdentityPermit row) => new Statement(
        "UPDATE edges SET identity_may_change = true WHERE node_id = $1 AND retired_at IS NULL").With(row.NodeId).Command;
}

internal sealed class EdgeRetireWriter : SoloWriter<EdgeRetire>
{
    public override NpgsqlBatchCommand Write(EdgeRetire row) => new Statement(
        """
        UPDATE edges SET retired_at = now(), liveness = 'retired', liveness_since = now(), label = label || '~' || node_id, previous_token_hash = NULL
        WHERE node_id = $1 AND retired_at IS NULL
        """).With(row.NodeId).Command;
}

internal sealed class EdgesSeenWriter : SoloWriter<EdgesSeen>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(EdgesSeen row) => new Statement(
        """
        UPDATE edges e SET last_seen_at = greatest(e.last_seen_at, now() - s.ago)
        FROM unnest($1::text[], $2::interval[]) AS s(node_id, ago) WHERE e.node_id = s.node_id
        """).WithAll([.. row.NodeIds]).WithAll([.. row.Ago]).Command;
}

internal sealed class EdgeConfigInsertWriter : SoloWriter<EdgeConfigInsert>
{
    public override NpgsqlBatchCommand Write(EdgeConfigInsert row) => new Statement(
        "INSERT INTO edge_configs (node_id, epoch, organization_id, document, digest, reason, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .With(row.NodeId).With(row.Epoch).With(row.OrganizationId).With(row.Document).With(row.Digest).With(row.Reason).With(row.CreatedBy).Command;
}

internal sealed class EdgeConfigMarkWriter : SoloWriter<EdgeConfigMark>
{
    public override NpgsqlBatchCommand Write(EdgeConfigMark row) => new Statement(
        """
        UPDATE edge_configs SET
            issued_at = coalesce(issued_at, now()),
            applied_at = CASE WHEN $3 = 'applied' THEN now() ELSE applied_at END,
            result = coalesce($3, result),
            error = CASE WHEN $3 IS NULL THEN error ELSE $4 END
        WHERE node_id = $1 AND epoch = $2
        """).With(row.NodeId).With(row.Epoch).With(row.Result).With(row.Error).Command;
}

internal sealed class EdgeCatalogPutWriter : SoloWriter<EdgeCatalogPut>
{
    public override NpgsqlBatchCommand Write(EdgeCatalogPut row) => new Statement(
        """
        INSERT INTO edge_catalog AS c (id, version, document, updated_by)
        SELECT 1, $1, $2, $3 WHERE $1 = 1 OR EXISTS (SELECT 1 FROM edge_catalog)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document, updated_by = excluded.updated_by, updated_at = now()
        WHERE c.version = excluded.version - 1
        """).With(row.Version).With(row.Document).With(row.UpdatedBy).Command;
}

internal sealed class EdgeHistoryPurgeWriter : SoloWriter<EdgeHistoryPurge>
{
    // What nobody has been told of yet stays.
    public override NpgsqlBatchCommand Write(EdgeHistoryPurge row) => new Statement(
        """
        WITH old AS MATERIALIZED (
            SELECT e.id FROM edge_events e
            WHERE e.created_at < now() - $1
                AND NOT EXISTS (SELECT 1 FROM alert_accounts a WHERE a.event_id = e.id AND a.how IN ('queued', 'deferred'))
            ORDER BY e.created_at LIMIT $2),
        accounts AS (DELETE FROM alert_accounts a USING old WHERE a.event_id = old.id),
        acks AS (DELETE FROM alert_acks a USING old WHERE a.incident_id = old.id),
        events AS (DELETE FROM edge_events e USING old WHERE e.id = old.id RETURNING 1)
        SELECT 1 FROM events LIMIT 1
        """).With(row.OlderThan).With(row.MostRows).Command;
}
