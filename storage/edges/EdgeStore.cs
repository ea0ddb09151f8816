using Npgsql;
using Vespid.Storage.Queries;

namespace Vespid.Storage.Edges;

internal sealed class EdgeStore(Database database) : IEdgeStore
{
    public Task<EdgeRecord?> FindAsync(string nodeId, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("""
            SELECT node_id, organization_id, partner_id, label, domain, public_ip, region, channels_wanted, reality_public_key, reality_uuid, awg_public_key,
                identity_may_change, token_hash, previous_token_hash, previous_token_until, held, hold_reason, retired_at IS NOT NULL, now() - last_seen_at, ordinal
            FROM edges WHERE node_id = $1
            """).With(Commits.PostgresText.Clean(nodeId)),
        MapEdge, cancellationToken);

    public Task<PartnerRecord?> PartnerAsync(string partnerId, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("""
            SELECT p.id, p.organization_id, p.display_name, p.allowed_domains, p.max_nodes, p.status_page, p.legacy_anon_keys,
                (SELECT count(*) FROM edges e WHERE e.partner_id = p.id AND e.retired_at IS NULL)::int,
                ARRAY(SELECT e.label FROM edges e WHERE e.partner_id = p.id AND e.retired_at IS NULL)
            FROM partners p WHERE p.id = $1
            """).With(Commits.PostgresText.Clean(partnerId)),
        row => new PartnerRecord(
            row.GetString(0), row.GetGuid(1), row.TextOrNull(2), row.GetFieldValue<string[]>(3), row.GetInt32(4), row.GetBoolean(5), row.GetBoolean(6),
            row.GetInt32(7), row.GetFieldValue<string[]>(8)),
        cancellationToken);

    public Task<RegistrationTokenRecord?> TokenAsync(byte[] hash, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("""
            SELECT id, partner_id, domain, expires_at <= now(), revoked_at IS NOT NULL, now() - redeemed_at, node_id, fingerprint, answer
            FROM edge_registration_tokens WHERE token_hash = $1
            """).With(hash),
        row => new RegistrationTokenRecord(
            row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.GetBoolean(3), row.GetBoolean(4), row.SpanOrNull(5), row.TextOrNull(6),
            row.BytesOrNull(7), row.BytesOrNull(8)),
        cancellationToken);

    public Task<EdgeConfigRecord?> ConfigAsync(string nodeId, long epoch, CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("SELECT epoch, document, digest, now() - issued_at, result, error FROM edge_configs WHERE node_id = $1 AND epoch = $2").With(nodeId).With(epoch),
        row => new EdgeConfigRecord(
            row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.SpanOrNull(3), row.TextOrNull(4), row.TextOrNull(5)),
        cancellationToken);

    public Task<EdgeCatalogRecord?> CatalogAsync(CancellationToken cancellationToken = default) => database.Reads.FirstAsync(
        new Statement("SELECT version, document FROM edge_catalog WHERE id = 1"),
        row => new EdgeCatalogRecord(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellationToken);

    public async Task<IReadOnlyList<EdgePeer>> PeersAsync(string partnerId, string nodeId, int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement("""
                SELECT node_id, domain FROM edges
                WHERE partner_id = $1 AND node_id <> $2 AND retired_at IS NULL AND liveness IN ('online', 'late') ORDER BY node_id LIMIT $3
                """).With(partnerId).With(nodeId).With(max),
            row => new EdgePeer(row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);

    // All rows are looked at: an index on what each report moves would cost more than a scan every few seconds.
    public async Task<IReadOnlyList<string>> OverdueAsync(TimeSpan staleAfter, TimeSpan silentAfter, int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement("""
                SELECT node_id FROM edges
                WHERE retired_at IS NULL AND last_seen_at IS NOT NULL AND now() - last_seen_at > CASE liveness
                    WHEN 'silent' THEN NULL
                    WHEN 'stale' THEN greatest($2, 10 * interval_s * interval '1 second')
                    WHEN 'late' THEN greatest($1, 3 * interval_s * interval '1 second')
                    ELSE 1.5 * interval_s * interval '1 second' END
                ORDER BY last_seen_at LIMIT $3
                """).With(staleAfter).With(silentAfter).With(max),
            row => row.GetString(0), cancellationToken).ConfigureAwait(false);

    private static EdgeRecord MapEdge(NpgsqlDataReader row) => new()
    {
        NodeId = row.GetString(0),
        OrganizationId = row.GetGuid(1),
        PartnerId = row.GetString(2),
        Label = row.GetString(3),
        Domain = row.GetString(4),
        PublicIp = row.GetString(5),
        Region = row.GetString(6),
        ChannelsWanted = row.GetFieldValue<string[]>(7),
        RealityPublicKey = row.TextOrNull(8),
        RealityUuid = row.TextOrNull(9),
        AwgPublicKey = row.TextOrNull(10),
        IdentityMayChange = row.GetBoolean(11),
        TokenHash = row.GetFieldValue<byte[]>(12),
        PreviousTokenHash = row.BytesOrNull(13),
        PreviousTokenUntil = row.TimeOrNull(14),
        Held = row.GetBoolean(15),
        HoldReason = row.TextOrNull(16),
        IsRetired = row.GetBoolean(17),
        SeenAgo = row.SpanOrNull(18),
        Ordinal = row.GetInt64(19),
    };
}
