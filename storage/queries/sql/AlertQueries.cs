using Npgsql;

namespace Vespid.Storage.Queries;

internal sealed class AlertQueries(FleetReader fleet, Database database) : IAlertQueries
{
    private const string Incidents = "incidents";
    private const string Silences = "silences";
    private const int MostReceivers = 1_000;

    private const string IncidentSelect = $"""
        SELECT {EdgeSql.EventColumns}, r.at, k.author, k.created_at, k.note
        FROM edge_events e
        LEFT JOIN LATERAL (
            SELECT min(x.observed_at) AS at FROM edge_events x WHERE x.node_id = e.node_id AND x.id > e.id AND x.incident_id = e.id AND NOT x.firing) r ON true
        LEFT JOIN alert_acks k ON k.incident_id = e.id
        WHERE e.firing AND e.incident_id = e.id
        """;

    private const string Parked = """
        EXISTS (SELECT 1 FROM alert_accounts a WHERE a.event_id = e.id AND (a.how = 'deferred' AND a.reason = 'parked' OR a.how = 'parked' AND r.at IS NULL))
        """;

    private const string SilenceSelect = """
        SELECT id, organization_id, kind, partner_id, node_id, region, alert, subject, severity, reason, author, starts_at, ends_at, repeat, ended_at,
            ended_at IS NULL AND (ends_at > now() OR repeat <> 'none')
        FROM alert_silences
        """;

    // Not under the role of one organisation: that role sees no addresses with secrets in them. What is read is bounded by the statement itself.
    private const string ReceiverSelect = """
        SELECT id, organization_id, partner_id, webhook_url, telegram_chat, telegram_token IS NOT NULL, escalate_to, enabled, status, last_error
        FROM alert_receivers WHERE ($1 OR organization_id = ANY ($2))
        """;

    public async Task<Page<IncidentItem>> IncidentsAsync(FleetReach reach, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(Incidents, page.Cursor);
        var state = filter.State switch
        {
            IncidentState.Firing => " AND r.at IS NULL",
            IncidentState.Parked => " AND " + Parked,
            _ => "",
        };
        var rows = await fleet.ListAsync(
            reach,
            () => new Statement($"{IncidentSelect}{state} AND ($2 IS NULL OR e.node_id = $2) AND ($3 IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $1")
                .With(page.Take + 1).With(filter.NodeId).With(before),
            MapIncident, cancellationToken).ConfigureAwait(false);
        rows.Sort((one, other) => other.Event.Id.CompareTo(one.Event.Id));
        return Cursor.Page(rows, page.Take, row => Cursor.Write(Incidents, row.Event.Id));
    }

    public Task<IncidentItem?> IncidentAsync(FleetReach reach, Guid incidentId, CancellationToken cancellationToken = default) =>
        fleet.FirstAsync(reach, () => new Statement(IncidentSelect + " AND e.id = $1").With(incidentId), MapIncident, cancellationToken);

    public async Task<IReadOnlyList<AlertOutcomeItem>> OutcomesAsync(
        FleetReach reach, IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken = default) => eventIds.Count == 0
        ? []
        : await fleet.ListAsync(
            reach,
            () => new Statement("""
                SELECT a.event_id, a.receiver_id, a.how, a.reason, a.until_at, o.status, o.sent_at - e.observed_at
                FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id LEFT JOIN outbox o ON o.id = a.entry_id
                WHERE a.event_id = ANY ($1) ORDER BY a.event_id, a.receiver_id
                """).WithAll([.. eventIds]),
            row => new AlertOutcomeItem(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TimeOrNull(4), row.TextOrNull(5), row.SpanOrNull(6)),
            cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<Guid>> AcknowledgedAsync(
        FleetReach reach, IReadOnlyList<Guid> incidentIds, CancellationToken cancellationToken = default) => incidentIds.Count == 0
        ? []
        : await fleet.ListAsync(
            reach, () => new Statement("SELECT incident_id FROM alert_acks WHERE incident_id = ANY ($1)").WithAll([.. incidentIds]),
            row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);

    public async Task<Page<SilenceItem>> SilencesAsync(FleetReach reach, bool past, PageRequest page, CancellationToken cancellationToken = default)
    {
        var before = Cursor.ReadId(Silences, page.Cursor);
        var rows = await fleet.ListAsync(
            reach,
            () => new Statement(SilenceSelect + """
                 WHERE ($2 OR ended_at IS NULL AND (ends_at > now() OR repeat <> 'none')) AND ($3 IS NULL OR id < $3) ORDER BY id DESC LIMIT $1
                """).With(page.Take + 1).With(past).With(before),
            MapSilence, cancellationToken).ConfigureAwait(false);
        rows.Sort((one, other) => other.Id.CompareTo(one.Id));
        return Cursor.Page(rows, page.Take, row => Cursor.Write(Silences, row.Id));
    }

    public Task<SilenceItem?> SilenceAsync(FleetReach reach, Guid silenceId, CancellationToken cancellationToken = default) =>
        fleet.FirstAsync(reach, () => new Statement(SilenceSelect + " WHERE id = $1").With(silenceId), MapSilence, cancellationToken);

    public async Task<IReadOnlyList<ReceiverItem>> ReceiversAsync(FleetReach reach, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        Within(reach, ReceiverSelect + " ORDER BY id LIMIT $3").With(MostReceivers), MapReceiver, cancellationToken).ConfigureAwait(false);

    public Task<ReceiverItem?> ReceiverAsync(FleetReach reach, string receiverId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(Within(reach, ReceiverSelect + " AND id = $3").With(receiverId), MapReceiver, cancellationToken);

    public async Task<IReadOnlyList<string>> ReceiversOfAsync(FleetReach reach, EdgeItem edge, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        Within(
            reach,
            """
            SELECT id FROM alert_receivers
            WHERE ($1 OR organization_id = ANY ($2)) AND organization_id IN ($3, '00000000-0000-0000-0000-000000000000') AND (partner_id IS NULL OR partner_id = $4)
            ORDER BY id
            """).With(edge.OrganizationId).With(edge.PartnerId),
        row => row.GetString(0), cancellationToken).ConfigureAwait(false);

    private static Statement Within(FleetReach reach, string sql) =>
        new Statement(sql).With(reach.Organizations is null).WithAll([.. reach.Organizations ?? []]);

    private static IncidentItem MapIncident(NpgsqlDataReader row) => new(
        EdgeSql.MapEvent(row), row.TimeOrNull(EdgeSql.EventColumnCount), row.TextOrNull(EdgeSql.EventColumnCount + 1),
        row.TimeOrNull(EdgeSql.EventColumnCount + 2), row.TextOrNull(EdgeSql.EventColumnCount + 3));

    private static SilenceItem MapSilence(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8), row.GetString(9), row.GetString(10), row.Time(11), row.Time(12), row.GetString(13), row.TimeOrNull(14), row.GetBoolean(15));

    private static ReceiverItem MapReceiver(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.GetBoolean(5), row.TextOrNull(6), row.GetBoolean(7),
        row.GetString(8), row.TextOrNull(9));
}
