using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Outbox entries that move on: guarded by the status that the lane saw.</summary>
internal sealed class OutboxChangeSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<string?> _fromStatus;
    private readonly Column<string?> _status;
    private readonly Column<int> _attempts;
    private readonly Column<TimeSpan> _dueIn;
    private readonly Column<string?> _error;
    private readonly Column<string?> _errorClass;
    private readonly Column<string?> _providerMessage;
    private readonly Column<bool> _possibleDuplicate;

    public OutboxChangeSection()
    {
        _id = Uuid("id");
        _fromStatus = Text("from_status");
        _status = Text("status");
        _attempts = Int("attempt_count");
        _dueIn = Span("due_in");
        _error = Text("last_error");
        _errorClass = Text("error_class");
        _providerMessage = Text("provider_message_id");
        _possibleDuplicate = Bool("possible_duplicate");
    }

    // An entry that comes back from an end goes to the tail of its lane.
    public override string GuardSql => """
        change_in AS MATERIALIZED (SELECT * FROM {rows} WHERE {checked} ORDER BY id),
        change_written AS (
            UPDATE outbox o
            SET status = i.status, attempt_count = i.attempt_count, due_at = now() + i.due_in, last_error = i.last_error, error_class = i.error_class,
                provider_message_id = coalesce(i.provider_message_id, o.provider_message_id),
                possible_duplicate = o.possible_duplicate OR i.possible_duplicate, sending_epoch = CASE WHEN i.status = 'sending' THEN $1::bigint END,
                seq = CASE WHEN i.from_status IN ('dead_letter', 'expired', 'canceled', 'sent') AND i.status = 'queued'
                           THEN nextval(pg_get_serial_sequence('outbox', 'seq')) ELSE o.seq END,
                sent_at = CASE WHEN i.status = 'sent' THEN now() ELSE o.sent_at END, updated_at = now()
            FROM change_in i WHERE o.id = i.id AND o.status = i.from_status
            RETURNING o.id)
        """;

    public override string MissedSql => "SELECT c, 6 FROM change_in WHERE id NOT IN (SELECT id FROM change_written)";

    public void Append(int commit, OutboxChange row)
    {
        Next(commit);
        _id.Add(row.Id);
        _fromStatus.Add(PostgresText.Clean(row.FromStatus));
        _status.Add(PostgresText.Clean(row.Status));
        _attempts.Add(row.AttemptCount);
        _dueIn.Add(row.DueIn);
        _error.Add(PostgresText.Clean(row.LastError));
        _errorClass.Add(PostgresText.Clean(row.ErrorClass));
        _providerMessage.Add(PostgresText.Clean(row.ProviderMessageId));
        _possibleDuplicate.Add(row.PossibleDuplicate);
    }
}
