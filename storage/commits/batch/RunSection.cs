using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Runs, numbered in the order of their commits.</summary>
internal sealed class RunSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<string?> _kind;
    private readonly Column<bool> _admitted;
    private readonly Column<Guid?> _workflow;
    private readonly Column<Guid?> _session;
    private readonly Column<Guid?> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<Guid?> _message;
    private readonly Column<string?> _triggerType;
    private readonly Column<string?> _triggerSource;
    private readonly Column<Guid?> _requestedBy;
    private readonly Column<string?> _input;
    private readonly Column<int> _maxAttempts;
    private readonly Column<string?> _traceParent;

    public RunSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _kind = Text("kind");
        _admitted = Bool("admitted");
        _workflow = UuidOrNull("workflow_id");
        _session = UuidOrNull("session_id");
        _account = UuidOrNull("account_id");
        _conversation = Text("conversation_id");
        _message = UuidOrNull("message_id");
        _triggerType = Text("trigger_type");
        _triggerSource = Text("trigger_source");
        _requestedBy = UuidOrNull("requested_by_user_id");
        _input = Json("input");
        _maxAttempts = Int("max_attempts");
        _traceParent = Text("traceparent");
    }

    public override string AppendSql => """
        run_written AS (
            INSERT INTO runs (id, organization_id, kind, admitted, workflow_id, session_id, account_id, conversation_id, message_id,
                              trigger_type, trigger_source, requested_by_user_id, input, max_attempts, traceparent)
            SELECT id, organization_id, kind, admitted, workflow_id, session_id, account_id, conversation_id, message_id,
                   trigger_type, trigger_source, requested_by_user_id, input, max_attempts, traceparent
            FROM {rows} WHERE {open}
            ON CONFLICT (id) DO NOTHING)
        """;

    public void Append(int commit, RunRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _kind.Add(PostgresText.Clean(row.Kind));
        _admitted.Add(row.Admitted);
        _workflow.Add(row.WorkflowId);
        _session.Add(row.SessionId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _message.Add(row.MessageId);
        _triggerType.Add(PostgresText.Clean(row.TriggerType));
        _triggerSource.Add(PostgresText.Clean(row.TriggerSource));
        _requestedBy.Add(row.RequestedByUserId);
        _input.Add(PostgresText.CleanJson(row.Input));
        _maxAttempts.Add(row.MaxAttempts);
        _traceParent.Add(PostgresText.Clean(row.TraceParent));
    }
}
