using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>Columns of edges and their events.</summary>
internal static class EdgeSql
{
    public const string EdgeColumns = """
        e.node_id, e.organization_id, e.partner_id, e.label, e.domain, e.public_ip, e.region, CASE WHEN e.retired_at IS NULL THEN e.liveness ELSE 'retired' END,
        e.liveness_since, e.verdict, e.last_seen_at, e.epoch_desired, e.epoch_issued, e.epoch_applied, e.held, e.hold_reason, e.upstreams_healthy,
        e.upstreams_expected, e.installer_version, e.agent_version, e.interval_s, e.created_at, e.retired_at
        """;

    public const string EventColumns = """
        e.id, e.node_id, e.organization_id, e.partner_id, e.label, e.region, e.type, e.alert, e.severity, e.subject, e.from_state, e.to_state, e.firing,
        e.incident_id, e.flapping, e.muted, e.text, e.observed_at, e.created_at
        """;

    /// <summary>Number of <see cref="EventColumns"/>.</summary>
    public const int EventColumnCount = 19;

    public static EdgeItem MapEdge(NpgsqlDataReader row) => new()
    {
        NodeId = row.GetString(0),
        OrganizationId = row.GetGuid(1),
        PartnerId = row.GetString(2),
        Label = row.GetString(3),
        Domain = row.GetString(4),
        PublicIp = row.GetString(5),
        Region = row.GetString(6),
        Liveness = row.GetString(7),
        LivenessSince = row.Time(8),
        Verdict = row.GetString(9),
        LastSeenAt = row.TimeOrNull(10),
        EpochDesired = row.GetInt64(11),
        EpochIssued = row.GetInt64(12),
        EpochApplied = row.GetInt64(13),
        Held = row.GetBoolean(14),
        HoldReason = row.TextOrNull(15),
        UpstreamsHealthy = row.GetInt32(16),
        UpstreamsExpected = row.GetInt32(17),
        InstallerVersion = row.TextOrNull(18),
        AgentVersion = row.TextOrNull(19),
        IntervalSeconds = row.GetInt32(20),
        CreatedAt = row.Time(21),
        RetiredAt = row.TimeOrNull(22),
    };

    public static EdgeEventItem MapEvent(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        NodeId = row.GetString(1),
        OrganizationId = row.GetGuid(2),
        PartnerId = row.GetString(3),
        Label = row.GetString(4),
        Region = row.GetString(5),
        Type = row.GetString(6),
        Alert = row.TextOrNull(7),
        Severity = row.TextOrNull(8),
        Subject = row.TextOrNull(9),
        From = row.TextOrNull(10),
        To = row.TextOrNull(11),
        Firing = row.GetBoolean(12),
        IncidentId = row.GuidOrNull(13),
        Flapping = row.GetBoolean(14),
        Muted = row.TextOrNull(15),
        Text = row.TextOrNull(16),
        ObservedAt = row.Time(17),
        CreatedAt = row.Time(18),
    };
}
