using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Inbound messages: guarded by their dedupe key.</summary>
internal sealed class MessageSection : Section
{
    private const string Columns =
        "id, organization_id, account_id, conversation_id, sender_id, sender_display_name, provider_message_id, dedupe_key, event, mention_matched, " +
        "text, status, reason, session_id, workflows_triggered, payload, received_at, traceparent, thread_id";

    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<string?> _sender;
    private readonly Column<string?> _senderName;
    private readonly Column<string?> _providerMessage;
    private readonly Column<string?> _dedupeKey;
    private readonly Column<string?> _event;
    private readonly Column<bool> _mentioned;
    private readonly Column<string?> _text;
    private readonly Column<string?> _status;
    private readonly Column<string?> _reason;
    private readonly Column<Guid?> _session;
    private readonly Column<int> _triggered;
    private readonly Column<string?> _payload;
    private readonly Column<DateTime?> _receivedAt;
    private readonly Column<string?> _traceParent;
    private readonly Column<string?> _thread;

    private MessageSection(string name, string onConflict)
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _account = Uuid("account_id");
        _conversation = Text("conversation_id");
        _sender = Text("sender_id");
        _senderName = Text("sender_display_name");
        _providerMessage = Text("provider_message_id");
        _dedupeKey = Text("dedupe_key");
        _event = Text("event");
        _mentioned = Bool("mention_matched");
        _text = Text("text");
        _status = Text("status");
        _reason = Text("reason");
        _session = UuidOrNull("session_id");
        _triggered = Int("workflows_triggered");
        _payload = Json("payload");
        _receivedAt = TimeOrNull("received_at");
        _traceParent = Text("traceparent");
        _thread = Text("thread_id");
        GuardSql = $$"""
            {{name}}_in AS MATERIALIZED (SELECT * FROM {rows} WHERE {checked}),
            {{name}}_written AS (
                INSERT INTO inbound_messages ({{Columns}})
                SELECT {{Columns}} FROM {{name}}_in ORDER BY account_id, dedupe_key COLLATE "C"
                ON CONFLICT (account_id, dedupe_key) {{onConflict}} RETURNING id)
            """;
        MissedSql = $"SELECT c, 5 FROM {name}_in WHERE id NOT IN (SELECT id FROM {name}_written)";
    }

    public override string GuardSql { get; }

    public override string MissedSql { get; }

    /// <summary>Messages that must be new.</summary>
    public static MessageSection New() => new("message", "DO NOTHING");

    /// <summary>Messages that must be new, or stored as dropped: then the stored one becomes this one.</summary>
    public static MessageSection Readmitted()
    {
        var assignments = string.Join(", ", Columns.Split(", ").Except(["account_id", "dedupe_key"]).Select(column => $"{column} = excluded.{column}"));
        return new("readmitted", $"DO UPDATE SET {assignments}, created_at = now() WHERE inbound_messages.status = 'dropped'");
    }

    public void Append(int commit, InboundMessageRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _sender.Add(PostgresText.Clean(row.SenderId));
        _senderName.Add(PostgresText.Clean(row.SenderDisplayName));
        _providerMessage.Add(PostgresText.Clean(row.ProviderMessageId));
        _dedupeKey.Add(PostgresText.Clean(row.DedupeKey));
        _event.Add(PostgresText.Clean(row.Event));
        _mentioned.Add(row.MentionMatched);
        _text.Add(PostgresText.Clean(row.Text));
        _status.Add(PostgresText.Clean(row.Status));
        _reason.Add(PostgresText.Clean(row.Reason));
        _session.Add(row.SessionId);
        _triggered.Add(row.WorkflowsTriggered);
        _payload.Add(PostgresText.CleanJson(row.Payload));
        _receivedAt.Add(row.ReceivedAt?.UtcDateTime);
        _traceParent.Add(PostgresText.Clean(row.TraceParent));
        _thread.Add(PostgresText.Clean(row.ThreadId));
    }
}
