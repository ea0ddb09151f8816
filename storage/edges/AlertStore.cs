using System.Collections.Immutable;
using Npgsql;
using Vespid.Storage.Queries;
using Vespid.Storage.State;

namespace Vespid.Storage.Edges;

internal sealed class AlertStore(Database database) : IAlertStore
{
    private const string Receiver = """
        SELECT now(), id, organization_id, partner_id, webhook_url, telegram_chat, telegram_token, escalate_to, enabled, status, last_error
        FROM alert_receivers WHERE id = $1
        """;

    public async Task<IReadOnlyList<string>> DueReceiversAsync(int max, CancellationToken cancellationToken = default) => await database.Reads.ListAsync(
        new Statement("""
            SELECT r.id FROM alert_receivers r
            WHERE r.next_at <= now() OR EXISTS (SELECT 1 FROM alert_accounts a WHERE a.receiver_id = r.id AND a.how = 'queued' AND a.hold_id IS NULL)
            ORDER BY r.id LIMIT $1
            """).With(max),
        row => row.GetString(0), cancellationToken).ConfigureAwait(false);

    public Task<ReceiverRecord?> ReceiverAsync(string receiverId, CancellationToken cancellationToken = default) =>
        database.Reads.FirstAsync(new Statement(Receiver).With(receiverId), MapReceiver, cancellationToken);

    public async Task<IReadOnlyList<EdgeBreaker>> BreakersAsync(CancellationToken cancellationToken = default)
    {
        var receivers = await database.Reads.ListAsync(
            new Statement("SELECT breakers::text FROM alert_receivers WHERE breakers <> '[]' AND enabled"), row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return [.. receivers.SelectMany(breakers => StateJson.Read<EdgeBreaker[]>(breakers)!)];
    }

    public Task<AlertInbox?> ReadAsync(string receiverId, IReadOnlyList<Guid> openIncidents, int max, CancellationToken cancellationToken = default) => database.Reads.ReadAsync(
        [
            new Statement(Receiver).With(receiverId),
            new Statement("""
                SELECT e.id, e.organization_id, e.partner_id, e.node_id, e.label, e.region, e.alert, e.severity, e.key, e.subject, e.from_state, e.to_state,
                    e.firing, e.incident_id, e.flapping, e.muted, e.text, e.details::text, e.observed_at, e.created_at, a.how = 'deferred', a.reason
                FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id
                WHERE a.receiver_id = $1 AND a.how IN ('queued', 'deferred') AND a.hold_id IS NULL ORDER BY a.how = 'deferred', a.event_id LIMIT $2
                """).With(receiverId).With(max),
            new Statement("""
                SELECT id, organization_id, kind, partner_id, node_id, region, alert, subject, severity, starts_at, ends_at, repeat
                FROM alert_silences WHERE ended_at IS NULL AND (ends_at > now() OR repeat <> 'none')
                """),
            new Statement("SELECT incident_id FROM alert_acks WHERE incident_id = ANY ($1)").WithAll([.. openIncidents]),
            new Statement("SELECT node_id FROM edges WHERE held AND retired_at IS NULL"),
            new Statement("""
                SELECT e.region, count(*)::int
                FROM edges e JOIN alert_receivers r ON r.id = $1
                    AND r.organization_id IN (e.organization_id, '00000000-0000-0000-0000-000000000000') AND (r.partner_id IS NULL OR r.partner_id = e.partner_id)
                WHERE e.retired_at IS NULL AND NOT e.held
                    AND (e.liveness IN ('online', 'late', 'stale') OR e.liveness = 'silent' AND e.liveness_since > now() - interval '30 minutes')
                GROUP BY e.region
                """).With(receiverId),
        ],
        async rows =>
        {
            if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                return null;
            var now = rows.Time(0);
            var receiver = MapReceiver(rows);
            var events = await rows.NextAsync(MapEvent, cancellationToken).ConfigureAwait(false);
            var silences = await rows.NextAsync(MapSilence, cancellationToken).ConfigureAwait(false);
            var acknowledged = await rows.NextAsync(row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
            var held = await rows.NextAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            var fleet = await rows.NextAsync(row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);
            return new AlertInbox(now, receiver, [.. events], [.. silences], [.. acknowledged], [.. held], fleet.ToImmutableDictionary());
        },
        cancellationToken);

    private static ReceiverRecord MapReceiver(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetGuid(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.BytesOrNull(6), row.TextOrNull(7), row.GetBoolean(8),
        row.GetString(9), row.TextOrNull(10));

    private static AlertEvent MapEvent(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        OrganizationId = row.GetGuid(1),
        PartnerId = row.GetString(2),
        NodeId = row.GetString(3),
        Label = row.GetString(4),
        Region = row.GetString(5),
        Alert = row.GetString(6),
        Severity = row.GetString(7),
        Key = row.GetString(8),
        Subject = row.TextOrNull(9),
        From = row.TextOrNull(10),
        To = row.TextOrNull(11),
        Firing = row.GetBoolean(12),
        IncidentId = row.GuidOrNull(13),
        Flapping = row.GetBoolean(14),
        Muted = row.TextOrNull(15),
        Text = row.GetString(16),
        Details = row.TextOrNull(17),
        ObservedAt = row.Time(18),
        CreatedAt = row.Time(19),
        Deferred = row.GetBoolean(20),
        Reason = row.TextOrNull(21),
    };

    private static SilenceRecord MapSilence(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8), row.Time(9), row.Time(10), row.GetString(11));
}
