using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class ChatActionPutWriter : SoloWriter<ChatActionPut>
{
    public override NpgsqlBatchCommand Write(ChatActionPut row) => new Statement(
        """
        INSERT INTO chat_actions (
            id, action, mode, outcome, authz_status, mutation_enabled, reason, label, message, source, channel, external_user_id, room_id, binding_id,
            source_message_id, run_id, correlation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (id) DO UPDATE SET
            outcome = excluded.outcome, authz_status = excluded.authz_status, mutation_enabled = excluded.mutation_enabled, reason = excluded.reason,
            message = excluded.message, run_id = coalesce(excluded.run_id, chat_actions.run_id), updated_at = now()
        """)
        .With(row.Id).With(row.Action).With(row.Mode).With(row.Outcome).With(row.AuthzStatus).With(row.MutationEnabled).With(row.Reason).With(row.Label).With(row.Message)
        .With(row.Source).With(row.Channel).With(row.ExternalUserId).With(row.RoomId).With(row.BindingId).With(row.SourceMessageId).With(row.RunId)
        .With(row.CorrelationId).Command;
}

internal sealed class ChatActionEndWriter : SoloWriter<ChatActionEnd>
{
    public override NpgsqlBatchCommand Write(ChatActionEnd row) => new Statement(
        """
        UPDATE chat_actions SET outcome = $2, reason = coalesce($3, reason), message = coalesce($4, message), run_id = coalesce($5, run_id), updated_at = now()
        WHERE id = $1
        """).With(row.Id).With(row.Outcome).With(row.Reason).With(row.Message).With(row.RunId).Command;
}

internal sealed class ChatRunInsertWriter : SoloWriter<ChatRunInsert>
{
    // The index that lets one run be open is the guard; a repeat of the very same run is no second one.
    public override NpgsqlBatchCommand Write(ChatRunInsert row) => new Statement(
        """
        WITH queued AS (
            INSERT INTO runs (id, organization_id, kind, status, admitted, trigger_type, trigger_source, max_attempts)
            VALUES ($1, '00000000-0000-0000-0000-000000000000', 'command', 'queued', false, 'chat', $3, 1)
            ON CONFLICT DO NOTHING RETURNING id)
        INSERT INTO chat_runs (id, run_id, mode, room_id, action_id, requested_by, requester) SELECT id, $2, $3, $4, $5, $6, $7 FROM queued
        """)
        .With(row.Id).With(row.RunId).With(row.Mode).With(row.RoomId).With(row.ActionId).With(row.RequestedBy).With(row.Requester).Command;
}

internal sealed class ChatRunStartWriter : SoloWriter<ChatRunStart>
{
    public override NpgsqlBatchCommand Write(ChatRunStart row) => new Statement(
        "UPDATE runs SET status = 'running', started_at = now(), attempt_count = 1 WHERE id = $1 AND kind = 'command' AND status = 'queued'").With(row.Id).Command;
}

internal sealed class ChatRunCancelWriter : SoloWriter<ChatRunCancel>
{
    public override NpgsqlBatchCommand Write(ChatRunCancel row) => new Statement(
        """
        UPDATE chat_runs c SET cancel_requested_at = coalesce(c.cancel_requested_at, now())
        FROM runs r WHERE c.id = $1 AND r.id = c.id AND r.kind = 'command' AND r.status = 'running'
        """).With(row.Id).Command;
}

internal sealed class ChatRunEndWriter : SoloWriter<ChatRunEnd>
{
    public override NpgsqlBatchCommand Write(ChatRunEnd row) => new Statement(
        """
        WITH ended AS (
            UPDATE runs SET status = $2, error = $3, finished_at = now() WHERE id = $1 AND kind = 'command' AND status IN ('queued', 'running') RETURNING id),
        action AS (
            UPDATE chat_actions a SET outcome = CASE $2 WHEN 'succeeded' THEN 'succeeded' WHEN 'cancelled' THEN 'cancelled' ELSE 'failed' END,
                message = coalesce($3, a.message), updated_at = now()
            FROM ended e JOIN chat_runs r ON r.id = e.id WHERE a.id = r.action_id)
        UPDATE chat_runs r SET changes = $4, delivered = $5, output_url = $6 FROM ended e WHERE r.id = e.id
        """).With(row.Id).With(row.Status).With(row.Error).With(row.Changes).With(row.Delivered).With(row.OutputUrl).Command;
}

internal sealed class ChatApprovalInsertWriter : SoloWriter<ChatApprovalInsert>
{
    public override NpgsqlBatchCommand Write(ChatApprovalInsert row) => new Statement(
        """
        INSERT INTO chat_approvals (id, room_id, binding_id, source_message_id, action_id, command, group_name, requester, requester_name, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10) ON CONFLICT (id) DO NOTHING
        """)
        .With(row.Id).With(row.RoomId).With(row.BindingId).With(row.SourceMessageId).With(row.ActionId).With(row.Command).With(row.Group).With(row.Requester)
        .With(row.RequesterName).With(row.TimeToLive).Command;
}

internal sealed class ChatApprovalDecideWriter : SoloWriter<ChatApprovalDecide>
{
    public override NpgsqlBatchCommand Write(ChatApprovalDecide row) => new Statement(
        "UPDATE chat_approvals SET status = $2, decided_by = $3, decided_at = now() WHERE id = $1 AND status = 'pending' AND expires_at > now()")
        .With(row.Id).With(row.Status).With(row.DecidedBy).Command;
}

internal sealed class ChatApprovalExpireWriter : SoloWriter<ChatApprovalExpire>
{
    public override NpgsqlBatchCommand Write(ChatApprovalExpire row) => new Statement(
        "UPDATE chat_approvals SET status = 'expired', decided_at = now() WHERE id = $1 AND status = 'pending' AND expires_at <= now()").With(row.Id).Command;
}
