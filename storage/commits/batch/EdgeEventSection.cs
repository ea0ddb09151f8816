using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Events of edges, and the accounts that their receivers owe them.</summary>
internal sealed class EdgeEventSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<string?> _partner;
    private readonly Column<string?> _node;
    private readonly Column<string?> _label;
    private readonly Column<string?> _region;
    private readonly Column<string?> _type;
    private readonly Column<string?> _alert;
    private readonly Column<string?> _severity;
    private readonly Column<string?> _key;
    private readonly Column<string?> _subject;
    private readonly Column<string?> _from;
    private readonly Column<string?> _to;
    private readonly Column<bool> _firing;
    private readonly Column<Guid?> _incident;
    private readonly Column<bool> _flapping;
    private readonly Column<string?> _muted;
    private readonly Column<string?> _text;
    private readonly Column<string?> _details;
    private readonly Column<long?> _seq;
    private readonly Column<DateTime?> _observedAt;

    public EdgeEventSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _partner = Text("partner_id");
        _node = Text("node_id");
        _label = Text("label");
        _region = Text("region");
        _type = Text("type");
        _alert = Text("alert");
        _severity = Text("severity");
        _key = Text("key");
        _subject = Text("subject");
        _from = Text("from_state");
        _to = Text("to_state");
        _firing = Bool("firing");
        _incident = UuidOrNull("incident_id");
        _flapping = Bool("flapping");
        _muted = Text("muted");
        _text = Text("text");
        _details = Jsonb("details");
        _seq = LongOrNull("report_seq");
        _observedAt = TimeOrNull("observed_at");
    }

    // Organisation 0 is the deployment: its receivers cover all.
    public override string AppendSql => """
        edge_event_in AS MATERIALIZED (SELECT * FROM {rows} WHERE {open}),
        edge_event_written AS (
            INSERT INTO edge_events (id, organization_id, partner_id, node_id, label, region, type, alert, severity, key, subject, from_state, to_state,
                firing, incident_id, flapping, muted, text, details, report_seq, observed_at)
            SELECT id, organization_id, partner_id, node_id, label, region, type, alert, severity, key, subject, from_state, to_state,
                firing, incident_id, flapping, muted, text, details, report_seq, observed_at
            FROM edge_event_in
            ON CONFLICT (id) DO NOTHING),
        alert_account_opened AS (
            INSERT INTO alert_accounts (receiver_id, event_id, organization_id)
            SELECT t.id, e.id, e.organization_id
            FROM edge_event_in e JOIN alert_receivers t ON t.enabled
                AND t.organization_id IN (e.organization_id, '00000000-0000-0000-0000-000000000000')
                AND (t.partner_id IS NULL OR t.partner_id = e.partner_id)
            WHERE e.alert IS NOT NULL
            ON CONFLICT (receiver_id, event_id) DO NOTHING)
        """;

    public void Append(int commit, EdgeEventRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _partner.Add(PostgresText.Clean(row.PartnerId));
        _node.Add(PostgresText.Clean(row.NodeId));
        _label.Add(PostgresText.Clean(row.Label));
        _region.Add(PostgresText.Clean(row.Region));
        _type.Add(row.Type);
        _alert.Add(row.Alert);
        _severity.Add(row.Severity);
        _key.Add(PostgresText.Clean(row.Key));
        _subject.Add(PostgresText.Clean(row.Subject));
        _from.Add(PostgresText.Clean(row.From));
        _to.Add(PostgresText.Clean(row.To));
        _firing.Add(row.Firing);
        _incident.Add(row.IncidentId);
        _flapping.Add(row.Flapping);
        _muted.Add(row.Muted);
        _text.Add(PostgresText.Clean(row.Text));
        _details.Add(PostgresText.CleanJson(row.Details));
        _seq.Add(row.ReportSeq);
        _observedAt.Add(row.ObservedAt.UtcDateTime);
    }
}
