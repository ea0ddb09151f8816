using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class ChatRoomPutWriter : SoloWriter<ChatRoomPut>
{
    public override NpgsqlBatchCommand Write(ChatRoomPut row) => new Statement(
        """
        INSERT INTO chat_rooms (id, name, origin) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, updated_at = now()
        """).With(row.Id).With(row.Name).With(row.Origin).Command;
}

internal sealed class ChatRoomHoldWriter : SoloWriter<ChatRoomHold>
{
    public override NpgsqlBatchCommand Write(ChatRoomHold row) => new Statement(
        "UPDATE chat_rooms SET legal_hold = $2, updated_at = now() WHERE id = $1 AND legal_hold <> $2").With(row.Id).With(row.Held).Command;
}

internal sealed class ChatBindingInsertWriter : SoloWriter<ChatBindingInsert>
{
    public override NpgsqlBatchCommand Write(ChatBindingInsert row) => new Statement(
        """
        WITH settled AS (
            DELETE FROM chat_bindings
            WHERE status = 'conflict' AND room_id = $2 AND channel = $3 AND instance_id = $4 AND external_room_id = $5 AND topic_id IS NOT DISTINCT FROM $6)
        INSERT INTO chat_bindings (id, room_id, channel, instance_id, external_room_id, topic_id, enabled, options, origin)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
        """)
        .With(row.Id).With(row.RoomId).With(row.Channel).With(row.InstanceId).With(row.ExternalRoomId).With(row.TopicId).With(row.Enabled).WithJsonb(row.Options)
        .With(row.Origin).Command;
}

internal sealed class ChatBindingConflictWriter : SoloWriter<ChatBindingConflict>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatBindingConflict row) => new Statement(
        """
        INSERT INTO chat_bindings (id, room_id, channel, instance_id, external_room_id, topic_id, status, status_reason, owner_room_id, origin)
        VALUES ($1, $2, $3, $4, $5, $6, 'conflict', 'binding_conflict', $7, $8)
        ON CONFLICT (id) DO UPDATE SET owner_room_id = excluded.owner_room_id, updated_at = now()
        """)
        .With(row.Id).With(row.RoomId).With(row.Channel).With(row.InstanceId).With(row.ExternalRoomId).With(row.TopicId).With(row.OwnerRoomId).With(row.Origin).Command;
}

internal sealed class ChatConflictsSettleWriter : SoloWriter<ChatConflictsSettle>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatConflictsSettle row) => new Statement(
        "DELETE FROM chat_bindings WHERE status = 'conflict' AND origin = 'config' AND NOT (id = ANY($1))").WithAll([.. row.Standing]).Command;
}

internal sealed class ChatBindingConfigureWriter : SoloWriter<ChatBindingConfigure>
{
    public override NpgsqlBatchCommand Write(ChatBindingConfigure row) => new Statement(
        "UPDATE chat_bindings SET enabled = $2, options = $3, updated_at = now() WHERE id = $1 AND status <> 'conflict'")
        .With(row.Id).With(row.Enabled).WithJsonb(row.Options).Command;
}

internal sealed class ChatBindingStatusWriter : SoloWriter<ChatBindingStatus>
{
    public override NpgsqlBatchCommand Write(ChatBindingStatus row) => new Statement(
        """
        UPDATE chat_bindings SET status = $2, status_reason = $3, resume_at = now() + $4, updated_at = now()
        WHERE id = $1 AND status <> 'conflict' AND (status <> $2 OR status_reason IS DISTINCT FROM $3)
        """).With(row.Id).With(row.Status).With(row.Reason).With(row.ResumeIn).Command;
}

internal sealed class ChatBindingsResumeWriter : SoloWriter<ChatBindingsResume>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatBindingsResume row) => new Statement(
        "UPDATE chat_bindings SET status = 'active', status_reason = NULL, resume_at = NULL, updated_at = now() WHERE status = 'paused' AND resume_at <= now()").Command;
}

internal sealed class ChatBindingMoveWriter : SoloWriter<ChatBindingMove>
{
    public override NpgsqlBatchCommand Write(ChatBindingMove row) => new Statement(
        """
        WITH settled AS (
            DELETE FROM chat_bindings c USING chat_bindings b
            WHERE b.id = $1 AND c.status = 'conflict' AND c.room_id = $3 AND c.channel = b.channel AND c.instance_id = b.instance_id
                AND c.external_room_id = b.external_room_id AND c.topic_id IS NOT DISTINCT FROM b.topic_id)
        UPDATE chat_bindings SET room_id = $3, updated_at = now() WHERE id = $1 AND room_id = $2 AND status <> 'conflict'
        """)
        .With(row.Id).With(row.FromRoomId).With(row.ToRoomId).Command;
}

internal sealed class ChatBindingRekeyWriter : SoloWriter<ChatBindingRekey>
{
    public override NpgsqlBatchCommand Write(ChatBindingRekey row) => new Statement(
        "UPDATE chat_bindings SET external_room_id = $3, migrated_from = $2, updated_at = now() WHERE id = $1 AND external_room_id = $2 AND status <> 'conflict'")
        .With(row.Id).With(row.FromExternalRoomId).With(row.ToExternalRoomId).Command;
}

internal sealed class ChatBindingDeleteWriter : SoloWriter<ChatBindingDelete>
{
    public override NpgsqlBatchCommand Write(ChatBindingDelete row) => new Statement(
        """
        WITH gone AS MATERIALIZED (SELECT id FROM chat_bindings WHERE id = $1 AND room_id = $2 FOR UPDATE),
        entries AS (
            UPDATE outbox o SET status = 'canceled', updated_at = now() FROM gone
            WHERE o.lane_key = 'relay/' || gone.id AND o.status IN ('queued', 'retrying', 'unknown'))
        DELETE FROM chat_bindings b USING gone WHERE b.id = gone.id
        """).With(row.Id).With(row.RoomId).Command;
}

internal sealed class ChatBindingProbePutWriter : SoloWriter<ChatBindingProbePut>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatBindingProbePut row) =>
        new Statement("UPDATE chat_bindings SET probe = $2, updated_at = now() WHERE id = $1").With(row.Id).WithJsonb(row.Probe).Command;
}

internal sealed class ChatBindingWebhookWriter : SoloWriter<ChatBindingWebhook>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatBindingWebhook row) =>
        new Statement("UPDATE chat_bindings SET webhook_id = $2, updated_at = now() WHERE id = $1").With(row.Id).With(row.WebhookId).Command;
}

internal sealed class ChatInstanceNoteWriter : SoloWriter<ChatInstanceNote>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatInstanceNote row) => new Statement(
        """
        INSERT INTO chat_instances AS i (id, channel, status, bot_id, bot_name, last_event_at, last_error, consecutive_failures, reconnect_attempt)
        VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET
            channel = excluded.channel, status = excluded.status, bot_id = coalesce(excluded.bot_id, i.bot_id), bot_name = coalesce(excluded.bot_name, i.bot_name),
            last_event_at = coalesce(excluded.last_event_at, i.last_event_at), last_error = excluded.last_error,
            consecutive_failures = excluded.consecutive_failures, reconnect_attempt = excluded.reconnect_attempt, updated_at = now()
        """)
        .With(row.Id).With(row.Channel).With(row.Status).With(row.BotId).With(row.BotName).With(row.Heard).With(row.LastError).With(row.ConsecutiveFailures)
        .With(row.ReconnectAttempt).Command;
}

internal sealed class ChatUnboundNoteWriter : SoloWriter<ChatUnboundNote>
{
    public override NpgsqlBatchCommand Write(ChatUnboundNote row) => new Statement(
        """
        INSERT INTO chat_unbound AS u (channel, instance_id, external_room_id, topic_id, title) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (channel, instance_id, external_room_id) DO UPDATE SET
            topic_id = excluded.topic_id, title = coalesce(excluded.title, u.title), events = u.events + 1, last_seen_at = now()
        """).With(row.Channel).With(row.InstanceId).With(row.ExternalRoomId).With(row.TopicId).With(row.Title).Command;
}

internal sealed class ChatUnboundNoticeWriter : SoloWriter<ChatUnboundNotice>
{
    public override NpgsqlBatchCommand Write(ChatUnboundNotice row) => new Statement(
        """
        UPDATE chat_unbound SET noticed_at = now()
        WHERE channel = $1 AND instance_id = $2 AND external_room_id = $3 AND (noticed_at IS NULL OR noticed_at < now() - interval '1 minute')
        """).With(row.Channel).With(row.InstanceId).With(row.ExternalRoomId).Command;
}
