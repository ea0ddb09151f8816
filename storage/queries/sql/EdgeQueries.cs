using System.Text.Json;

namespace Vespid.Storage.Queries;

internal sealed class EdgeQueries(FleetReader fleet, Database database) : IEdgeQueries
{
    private const string List = "edges";
    private const string Events = "edge-events";
    private const int MostPartners = 1_000;
    private const int MostTokens = 200;
    private const int MostPublicEdges = 1_000;

    private const string Partners = """
        SELECT p.id, p.organization_id, p.display_name, p.allowed_domains, p.max_nodes, p.status_page, p.legacy_anon_keys,
            (SELECT count(*) FROM edges e WHERE e.partner_id = p.id AND e.retired_at IS NULL)::int, p.created_at, p.updated_at
        FROM partners p
        """;

    // Ordered by bytes, so that pages of several organisations can be merged here.
    public async Task<Page<EdgeItem>> ListAsync(FleetReach reach, EdgeFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var after = Cursor.Read(List, page.Cursor, 1)?[0];
        var rows = await fleet.ListAsync(
            reach,
            () => new Statement($"""
                SELECT {EdgeSql.EdgeColumns} FROM edges e
                WHERE ($2 IS NULL OR e.partner_id = $2) AND ($3 IS NULL OR e.verdict = $3)
                    AND CASE WHEN $4 = 'retired' THEN e.retired_at IS NOT NULL ELSE e.retired_at IS NULL AND ($4 IS NULL OR e.liveness = $4) END
                    AND ($5 IS NULL OR strpos(lower(concat_ws(' ', e.node_id, e.label, e.domain, e.region)), lower($5)) > 0)
                    AND ($6 IS NULL OR e.node_id > $6 COLLATE "C")
                ORDER BY e.node_id COLLATE "C" LIMIT $1
                """)
                .With(page.Take + 1).With(filter.PartnerId).With(filter.Verdict).With(filter.Liveness).With(filter.Text).With(after),
            EdgeSql.MapEdge, cancellationToken).ConfigureAwait(false);
        rows.Sort((one, other) => string.CompareOrdinal(one.NodeId, other.NodeId));
        return Cursor.Page(rows, page.Take, row => Cursor.Write(List, row.NodeId));
    }

    public Task<EdgeItem?> GetAsync(FleetReach reach, string nodeId, CancellationToken cancellationToken = default) => fleet.FirstAsync(
        reach, () => new Statement($"SELECT {EdgeSql.EdgeColumns} FROM edges e WHERE e.node_id = $1").With(nodeId), EdgeSql.MapEdge, cancellationToken);

    public async Task<Page<EdgeEventItem>> EventsAsync(FleetReach reach, string nodeId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(Events, page.Cursor);
        var rows = await fleet.ListAsync(
            reach,
            () => new Statement($"""
                SELECT {EdgeSql.EventColumns} FROM edge_events e
                WHERE e.node_id = $2 AND ($3 IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $1
                """).With(page.Take + 1).With(nodeId).With(before),
            EdgeSql.MapEvent, cancellationToken).ConfigureAwait(false);
        return Cursor.Page(rows, page.Take, row => Cursor.Write(Events, row.Id));
    }

    public async Task<IReadOnlyList<EdgeEventItem>> ChangesAsync(
        FleetReach reach, string nodeId, DateTimeOffset from, int max, CancellationToken cancellationToken = default)
    {
        var rows = await fleet.ListAsync(
            reach,
            () => new Statement($"""
                (SELECT {EdgeSql.EventColumns} FROM edge_events e
                    WHERE e.node_id = $1 AND e.observed_at >= $2 AND e.type IN ('transition', 'channel', 'liveness') AND e.to_state IS NOT NULL
                    ORDER BY e.id DESC LIMIT $3)
                UNION ALL
                (SELECT DISTINCT ON (e.type, e.subject) {EdgeSql.EventColumns} FROM edge_events e
                    WHERE e.node_id = $1 AND e.observed_at < $2 AND e.type IN ('transition', 'channel', 'liveness') AND e.to_state IS NOT NULL
                    ORDER BY e.type, e.subject, e.id DESC)
                """).With(nodeId).With(from).With(max),
            EdgeSql.MapEvent, cancellationToken).ConfigureAwait(false);
        rows.Sort((one, other) => one.Id.CompareTo(other.Id));
        return rows;
    }

    public async Task<IReadOnlyList<EdgeConfigItem>> ConfigsAsync(FleetReach reach, string nodeId, int max, CancellationToken cancellationToken = default) =>
        await fleet.ListAsync(
            reach,
            () => new Statement("""
                SELECT epoch, reason, created_by, created_at, issued_at, applied_at, result, error FROM edge_configs WHERE node_id = $1 ORDER BY epoch DESC LIMIT $2
                """).With(nodeId).With(max),
            row => new EdgeConfigItem(
                row.GetInt64(0), row.GetString(1), row.TextOrNull(2), row.Time(3), row.TimeOrNull(4), row.TimeOrNull(5), row.TextOrNull(6), row.TextOrNull(7)),
            cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<PartnerItem>> PartnersAsync(FleetReach reach, CancellationToken cancellationToken = default)
    {
        var rows = await fleet.ListAsync(reach, () => new Statement(Partners + " ORDER BY p.id LIMIT $1").With(MostPartners), MapPartner, cancellationToken).ConfigureAwait(false);
        rows.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return rows;
    }

    public Task<PartnerItem?> PartnerAsync(FleetReach reach, string partnerId, CancellationToken cancellationToken = default) =>
        fleet.FirstAsync(reach, () => new Statement(Partners + " WHERE p.id = $1").With(partnerId), MapPartner, cancellationToken);

    public async Task<IReadOnlyList<RegistrationTokenItem>> TokensAsync(FleetReach reach, string partnerId, CancellationToken cancellationToken = default) =>
        await fleet.ListAsync(
            reach,
            () => new Statement("""
                SELECT id, domain, expires_at, revoked_at, redeemed_at, node_id, created_by, created_at, redeemed_at IS NULL AND expires_at <= now()
                FROM edge_registration_tokens WHERE partner_id = $1 ORDER BY id DESC LIMIT $2
                """).With(partnerId).With(MostTokens),
            row => new RegistrationTokenItem(
                row.GetGuid(0), row.TextOrNull(1), row.Time(2), row.TimeOrNull(3), row.TimeOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.Time(7), row.GetBoolean(8)),
            cancellationToken).ConfigureAwait(false);

    // States that change are written, so what is stored is what holds: no edge has to be woken for it.
    public async Task<IReadOnlyList<EdgeFigures>> FiguresAsync(CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT e.node_id, e.liveness, e.last_seen_at, e.upstreams_healthy, e.upstreams_expected, e.epoch_desired, e.epoch_issued, e.epoch_applied,
                s.payload -> 'upstreams', s.payload -> 'channels'
            FROM edges e LEFT JOIN grain_state s ON s.key = ('edge/' || e.node_id) COLLATE "C"
            WHERE e.retired_at IS NULL ORDER BY e.node_id
            """),
        row => new EdgeFigures(
            row.GetString(0), row.GetString(1), row.TimeOrNull(2), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), Words(row.TextOrNull(8), "state"),
            Words(row.TextOrNull(9), "status")),
        cancellationToken).ConfigureAwait(false);

    public Task<PartnerStatusItem?> PublicStatusAsync(string partnerId, CancellationToken cancellationToken = default) => database.Reads.ReadAsync<PartnerStatusItem?>(
        [
            new Statement("SELECT coalesce(display_name, id) FROM partners WHERE id = $1 AND status_page").With(partnerId),
            new Statement("""
                SELECT e.label, e.verdict, e.liveness FROM edges e JOIN partners p ON p.id = e.partner_id
                WHERE p.id = $1 AND p.status_page AND e.retired_at IS NULL ORDER BY e.label LIMIT $2
                """).With(partnerId).With(MostPublicEdges),
        ],
        async rows =>
        {
            var names = await rows.AllAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            var edges = await rows.NextAsync(row => new PartnerStatusEdge(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken).ConfigureAwait(false);
            return names is [var name] ? new PartnerStatusItem(name, edges) : null;
        },
        cancellationToken);

    private static PartnerItem MapPartner(Npgsql.NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.TextOrNull(2), row.GetFieldValue<string[]>(3), row.GetInt32(4), row.GetBoolean(5), row.GetBoolean(6), row.GetInt32(7),
        row.Time(8), row.Time(9));

    /// <summary>One member of each member of a stored object, in order.</summary>
    private static SortedDictionary<string, string> Words(string? json, string member)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (json is null)
            return words;
        using var document = JsonDocument.Parse(json);
        foreach (var item in document.RootElement.EnumerateObject())
        {
            if (item.Value.TryGetProperty(member, out var word) && word.GetString() is { } text)
                words[item.Name] = text;
        }

        return words;
    }
}
