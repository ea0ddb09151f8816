using System.Text;
using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.State;

namespace Vespid.Storage.Entities;

internal sealed class AlertAccountingWriter : SoloWriter<AlertAccounting>
{
    public override NpgsqlBatchCommand Write(AlertAccounting row) => new Statement(
        """
        WITH d AS MATERIALIZED (
            SELECT * FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::interval[]) AS d(event_id, how, entry_id, reason, until_in)),
        accounted AS (
            UPDATE alert_accounts a SET
                how = d.how, entry_id = d.entry_id, reason = d.reason,
                until_at = CASE WHEN d.how = 'deferred' THEN now() + d.until_in END,
                accounted_at = CASE WHEN d.how <> 'deferred' THEN now() END
            FROM d WHERE a.receiver_id = $1 AND a.event_id = d.event_id AND a.how IN ('queued', 'deferred')
            RETURNING 1),
        planned AS (UPDATE alert_receivers SET next_at = now() + $7, breakers = $8 WHERE id = $1 RETURNING 1)
        SELECT 1 FROM planned WHERE (SELECT count(*) FROM accounted) = cardinality($2::uuid[])
        """)
        .With(row.ReceiverId)
        .WithAll([.. row.Accounts.Select(account => account.EventId)])
        .WithAll([.. row.Accounts.Select(account => account.How)])
        .WithAll([.. row.Accounts.Select(account => account.EntryId)])
        .WithAll([.. row.Accounts.Select(account => account.Reason)])
        .WithAll([.. row.Accounts.Select(account => account.UntilIn)])
        .With(row.NextIn)
        .WithJsonb(Encoding.UTF8.GetString(StateJson.Write(row.Breakers))).Command;
}

internal sealed class ReceiverPutWriter : SoloWriter<ReceiverPut>
{
    public override NpgsqlBatchCommand Write(ReceiverPut row) => new Statement(
        """
        INSERT INTO alert_receivers AS r (id, organization_id, partner_id, webhook_url, telegram_chat, telegram_token, escalate_to, enabled)
        VALUES ($1, $2, $3, $4, $5, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET
            partner_id = excluded.partner_id, webhook_url = excluded.webhook_url, telegram_chat = excluded.telegram_chat,
            telegram_token = CASE WHEN $6 THEN excluded.telegram_token ELSE r.telegram_token END,
            escalate_to = excluded.escalate_to, enabled = excluded.enabled, status = 'ready', last_error = NULL, updated_at = now()
        WHERE r.organization_id = excluded.organization_id
        """)
        .With(row.Id).With(row.OrganizationId).With(row.PartnerId).With(row.WebhookUrl).With(row.TelegramChat).With(row.SetToken).With(row.TelegramToken)
        .With(row.EscalateTo).With(row.Enabled).Command;
}

internal sealed class ReceiverDeleteWriter : SoloWriter<ReceiverDelete>
{
    public override NpgsqlBatchCommand Write(ReceiverDelete row) => new Statement(
        """
        WITH gone AS MATERIALIZED (SELECT id FROM alert_receivers WHERE id = $1 AND organization_id = $2 FOR UPDATE),
        accounts AS (DELETE FROM alert_accounts a USING gone WHERE a.receiver_id = gone.id),
        entries AS (
            UPDATE outbox o SET status = 'canceled', updated_at = now() FROM gone
            WHERE o.lane_key = 'alert/' || gone.id AND o.status IN ('queued', 'retrying', 'unknown')),
        state AS (DELETE FROM grain_state g USING gone WHERE g.key = 'alert-receiver/' || gone.id)
        DELETE FROM alert_receivers r USING gone WHERE r.id = gone.id
        """).With(row.Id).With(row.OrganizationId).Command;
}

internal sealed class ReceiverStatusNoteWriter : SoloWriter<ReceiverStatusNote>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ReceiverStatusNote row) => new Statement(
        "UPDATE alert_receivers SET status = $2, last_error = $3, updated_at = now() WHERE id = $1 AND (status, last_error) IS DISTINCT FROM ($2, $3)")
        .With(row.Id).With(row.Status).With(row.LastError).Command;
}

internal sealed class ReceiverNudgeWriter : SoloWriter<ReceiverNudge>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ReceiverNudge row) => new Statement("UPDATE alert_receivers SET next_at = now() WHERE id = $1").With(row.Id).Command;
}

internal sealed class SilenceInsertWriter : SoloWriter<SilenceInsert>
{
    public override NpgsqlBatchCommand Write(SilenceInsert row) => new Statement(
        """
        INSERT INTO alert_silences (id, organization_id, kind, partner_id, node_id, region, alert, subject, severity, reason, author, starts_at, ends_at, repeat)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, now()), $13, $14)
        """)
        .With(row.Id).With(row.OrganizationId).With(row.Kind).With(row.PartnerId).With(row.NodeId).With(row.Region).With(row.Alert).With(row.Subject)
        .With(row.Severity).With(row.Reason).With(row.Author).With(row.StartsAt).With(row.EndsAt).With(row.Repeat).Command;
}

internal sealed class SilenceEndWriter : SoloWriter<SilenceEnd>
{
    public override NpgsqlBatchCommand Write(SilenceEnd row) => new Statement(
        "UPDATE alert_silences SET ended_at = now() WHERE id = $1 AND organization_id = $2 AND ended_at IS NULL").With(row.Id).With(row.OrganizationId).Command;
}

internal sealed class AckInsertWriter : SoloWriter<AckInsert>
{
    public override NpgsqlBatchCommand Write(AckInsert row) => new Statement(
        """
        WITH incident AS MATERIALIZED (
            SELECT id, organization_id FROM edge_events
            WHERE id = $1 AND firing AND ($2 = '00000000-0000-0000-0000-000000000000' OR organization_id = $2)),
        acknowledged AS (
            INSERT INTO alert_acks (incident_id, organization_id, author, note) SELECT id, organization_id, $3, $4 FROM incident
            ON CONFLICT (incident_id) DO NOTHING)
        SELECT 1 FROM incident
        """).With(row.IncidentId).With(row.OrganizationId).With(row.Author).With(row.Note).Command;
}
