using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class ChatMessageInsertWriter : SoloWriter<ChatMessageInsert>
{
    // A platform's ids grow, but not on every platform as text: the newest message is the one that came last.
    public override NpgsqlBatchCommand Write(ChatMessageInsert row) => new Statement(
        """
        WITH written AS (
            INSERT INTO chat_messages (
                id, room_id, binding_id, place, external_id, role, kind, channel, sender_id, sender_name, text, attachments, reply_to, said_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING 1),
        seen AS (UPDATE chat_bindings SET last_in_at = now(), last_in_id = $5 WHERE id = $3 AND EXISTS (SELECT 1 FROM written))
        SELECT 1 FROM written
        """)
        .With(row.Id).With(row.RoomId).With(row.BindingId).With(row.Place).With(row.ExternalId).With(row.Role).With(row.Kind).With(row.Channel).With(row.SenderId)
        .With(row.SenderName).With(row.Text).With(row.Attachments).With(row.ReplyTo).With(row.SaidAt).Command;
}

internal sealed class ChatCopiesInsertWriter : SoloWriter<ChatCopiesInsert>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatCopiesInsert row) => new Statement(
        """
        INSERT INTO chat_copies (message_id, binding_id, place, part, entry_id)
        SELECT $1, $2, $3, $4 + e.position::int - 1, e.id FROM unnest($5::uuid[]) WITH ORDINALITY AS e(id, position) ON CONFLICT DO NOTHING
        """).With(row.MessageId).With(row.BindingId).With(row.Place).With(row.FirstPart).WithAll([.. row.Entries]).Command;
}

internal sealed class ChatCopyMarkWriter : SoloWriter<ChatCopyMark>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatCopyMark row) => new Statement(
        """
        WITH marked AS (
            UPDATE chat_copies SET
                status = $2, via = coalesce($3, via), place = coalesce($4, place), external_id = coalesce($5, external_id),
                possible_duplicate = possible_duplicate OR $6, sent_at = CASE WHEN $2 = 'sent' THEN now() ELSE sent_at END
            WHERE entry_id = $1 AND status <> 'withdrawn' RETURNING binding_id)
        UPDATE chat_bindings b SET last_out_at = now() FROM marked m WHERE b.id = m.binding_id AND $2 = 'sent'
        """).With(row.EntryId).With(row.Status).With(row.Via).With(row.Place).With(row.ExternalId).With(row.PossibleDuplicate).Command;
}

internal sealed class ChatCopyWithdrawnWriter : SoloWriter<ChatCopyWithdrawn>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatCopyWithdrawn row) => new Statement(
        "UPDATE chat_copies SET status = 'withdrawn' WHERE message_id = $1 AND binding_id = $2 AND part = $3").With(row.MessageId).With(row.BindingId).With(row.Part).Command;
}

internal sealed class ChatMessageEditWriter : SoloWriter<ChatMessageEdit>
{
    public override NpgsqlBatchCommand Write(ChatMessageEdit row) => new Statement(
        "UPDATE chat_messages SET text = $2, edit_mark = $3, edited_at = now() WHERE id = $1 AND edit_mark IS DISTINCT FROM $3 AND deleted_at IS NULL")
        .With(row.Id).With(row.Text).With(row.Mark).Command;
}

internal sealed class ChatMessageDeleteWriter : SoloWriter<ChatMessageDelete>
{
    public override NpgsqlBatchCommand Write(ChatMessageDelete row) =>
        new Statement("UPDATE chat_messages SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL").With(row.Id).Command;
}

internal sealed class ChatHistoryPurgeWriter : SoloWriter<ChatHistoryPurge>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(ChatHistoryPurge row) => new Statement(
        """
        WITH old AS MATERIALIZED (
            SELECT m.id FROM chat_messages m
            WHERE m.created_at < now() - $1 AND NOT EXISTS (SELECT 1 FROM chat_rooms r WHERE r.id = m.room_id AND r.legal_hold)
            ORDER BY m.created_at LIMIT 1000),
        copies AS (DELETE FROM chat_copies c USING old WHERE c.message_id = old.id),
        actions AS (
            DELETE FROM chat_actions a
            WHERE a.id IN (SELECT id FROM chat_actions WHERE created_at < now() - $2 ORDER BY created_at LIMIT 1000)
                AND NOT EXISTS (SELECT 1 FROM chat_rooms r WHERE r.id = a.room_id AND r.legal_hold))
        DELETE FROM chat_messages m USING old WHERE m.id = old.id
        """).With(row.Messages).With(row.Actions).Command;
}
