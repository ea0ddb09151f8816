using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Outbox entries, numbered in the order of their commits.</summary>
internal sealed class OutboxSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<string?> _lane;
    private readonly Column<string?> _kind;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid?> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<string?> _payload;
    private readonly Column<TimeSpan> _timeToLive;
    private readonly Column<Guid?> _run;
    private readonly Column<Guid?> _session;
    private readonly Column<long?> _sessionSeq;
    private readonly Column<string?> _traceParent;

    public OutboxSection()
    {
        _id = Uuid("id");
        _lane = Text("lane_key");
        _kind = Text("kind");
        _organization = Uuid("organization_id");
        _account = UuidOrNull("account_id");
        _conversation = Text("conversation_id");
        _payload = Json("payload");
        _timeToLive = Span("time_to_live");
        _run = UuidOrNull("run_id");
        _session = UuidOrNull("session_id");
        _sessionSeq = LongOrNull("session_seq");
        _traceParent = Text("traceparent");
    }

    public override string AppendSql => """
        outbox_written AS (
            INSERT INTO outbox (id, lane_key, kind, organization_id, account_id, conversation_id, payload, expires_at, run_id, session_id, session_seq, traceparent)
            SELECT id, lane_key, kind, organization_id, account_id, conversation_id, payload, now() + time_to_live, run_id, session_id, session_seq, traceparent
            FROM {rows} WHERE {open}
            ON CONFLICT (id) DO NOTHING)
        """;

    public void Append(int commit, OutboxRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _lane.Add(PostgresText.Clean(row.LaneKey));
        _kind.Add(PostgresText.Clean(row.Kind));
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _payload.Add(PostgresText.CleanJson(row.Payload));
        _timeToLive.Add(row.TimeToLive);
        _run.Add(row.RunId);
        _session.Add(row.SessionId);
        _sessionSeq.Add(row.SessionSeq);
        _traceParent.Add(PostgresText.Clean(row.TraceParent));
    }
}
