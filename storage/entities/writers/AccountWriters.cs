using Npgsql;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

internal sealed class AccountInsertWriter : SoloWriter<AccountInsert>
{
    public override NpgsqlBatchCommand Write(AccountInsert row) => new Statement(
        """
        INSERT INTO channel_accounts (
            id, organization_id, channel_id, account_key, ingress_key, display_name, enabled, status, dm_policy, group_policy,
            require_mention_in_group, webhook_url, metadata, created_by_user_id, updated_by_user_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
        """)
        .With(row.Id).With(row.OrganizationId).With(row.ChannelId).With(row.AccountKey).With(row.IngressKey).With(row.DisplayName)
        .With(row.Enabled).With(row.Status).With(row.DmPolicy).With(row.GroupPolicy).With(row.RequireMentionInGroup).With(row.WebhookUrl)
        .WithJsonb(row.Metadata).With(row.CreatedByUserId).Command;
}

internal sealed class AccountChangeWriter : SoloWriter<AccountChange>
{
    public override NpgsqlBatchCommand Write(AccountChange row) => new Statement(
        """
        UPDATE channel_accounts SET
            updated_by_user_id = coalesce($4, updated_by_user_id),
            updated_at = now(),
            display_name = CASE WHEN $5 THEN $6 ELSE display_name END,
            enabled = CASE WHEN $7 THEN $8 ELSE enabled END,
            status = CASE WHEN $9 THEN $10 ELSE status END,
            -- Somebody's word on the connection starts it anew, also when the word is the same.
            version = CASE WHEN $9 THEN version + 1 ELSE version END,
            dm_policy = CASE WHEN $11 THEN $12 ELSE dm_policy END,
            group_policy = CASE WHEN $13 THEN $14 ELSE group_policy END,
            require_mention_in_group = CASE WHEN $15 THEN $16 ELSE require_mention_in_group END,
            webhook_url = CASE WHEN $17 THEN $18 ELSE webhook_url END,
            metadata = CASE WHEN $19 THEN $20 ELSE metadata END,
            last_error = CASE WHEN $21 THEN $22 ELSE last_error END
        WHERE id = $1 AND organization_id = $2 AND ($3 IS NULL OR version = $3)
        """)
        .With(row.Id).With(row.OrganizationId).With(row.ExpectedVersion).With(row.UpdatedByUserId)
        .WithChange(row.DisplayName).WithChange(row.Enabled).WithChange(row.Status).WithChange(row.DmPolicy).WithChange(row.GroupPolicy).WithChange(row.RequireMentionInGroup)
        .WithChange(row.WebhookUrl).WithJsonbChange(row.Metadata).WithChange(row.LastError).Command;
}

internal sealed class AccountStatusNoteWriter : SoloWriter<AccountStatusNote>
{
    public override bool MustAffectOneRow => false;

    public override NpgsqlBatchCommand Write(AccountStatusNote row) => new Statement(
        """
        UPDATE channel_accounts SET
            status = CASE WHEN $7 AND status = 'stopped' THEN status ELSE coalesce($3, status) END,
            last_error = CASE WHEN $4 THEN $5 ELSE last_error END,
            last_seen_at = CASE WHEN $6 THEN now() ELSE last_seen_at END
        WHERE id = $1 AND organization_id = $2
        """).With(row.Id).With(row.OrganizationId).With(row.Status).WithChange(row.LastError).With(row.Seen).With(row.KeepsStopped).Command;
}

internal sealed class AccountDeleteWriter : SoloWriter<AccountDelete>
{
    // What has a foreign key goes by cascade; the hot tables have none. A conversation's state key begins with its account, and '}' is the
    // character after the bar that ends it.
    public override NpgsqlBatchCommand Write(AccountDelete row) => new Statement(
        """
        WITH account AS MATERIALIZED (
            SELECT id, organization_id FROM channel_accounts WHERE id = $1 AND organization_id = $2 FOR UPDATE),
        messages AS (DELETE FROM inbound_messages m USING account WHERE m.account_id = account.id),
        work AS (DELETE FROM runs r USING account WHERE r.organization_id = account.organization_id AND r.account_id = account.id),
        outgoing AS (DELETE FROM outbox o USING account WHERE o.account_id = account.id),
        webchat AS (DELETE FROM webchat_messages w USING account WHERE w.account_id = account.id),
        events AS (DELETE FROM channel_event_log e USING account WHERE e.account_id = account.id),
        sessions AS (
            UPDATE agent_sessions s SET archived_at = now() FROM account
            WHERE s.organization_id = account.organization_id AND s.account_id = account.id AND s.archived_at IS NULL),
        states AS (DELETE FROM grain_state g USING account WHERE g.key COLLATE "C" >= $3 AND g.key COLLATE "C" < $4)
        DELETE FROM channel_accounts a USING account WHERE a.id = account.id
        """)
        .With(row.Id).With(row.OrganizationId).With($"conversation/{row.Id:N}|").With($"conversation/{row.Id:N}}}").Command;
}

internal sealed class AccountPurgeWriter : SoloWriter<AccountPurge>
{
    private const int MostRows = 5_000;

    public override NpgsqlBatchCommand Write(AccountPurge row) => new Statement(
        """
        WITH messages AS (
            DELETE FROM inbound_messages WHERE account_id = $1 AND id IN (
                SELECT id FROM inbound_messages WHERE organization_id = $2 AND account_id = $1 LIMIT $3) RETURNING 1),
        work AS (
            DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE organization_id = $2 AND account_id = $1 LIMIT $3) RETURNING 1),
        outgoing AS (
            DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE organization_id = $2 AND account_id = $1 LIMIT $3) RETURNING 1),
        webchat AS (
            DELETE FROM webchat_messages WHERE seq IN (
                SELECT seq FROM webchat_messages WHERE organization_id = $2 AND account_id = $1 LIMIT $3) RETURNING 1),
        events AS (
            DELETE FROM channel_event_log WHERE id IN (
                SELECT id FROM channel_event_log WHERE organization_id = $2 AND account_id = $1 LIMIT $3) RETURNING 1)
        SELECT 1 WHERE EXISTS (
            SELECT 1 FROM messages UNION ALL SELECT 1 FROM work UNION ALL SELECT 1 FROM outgoing UNION ALL SELECT 1 FROM webchat
            UNION ALL SELECT 1 FROM events)
        """).With(row.Id).With(row.OrganizationId).With(Math.Clamp(row.Max, 1, MostRows)).Command;
}
