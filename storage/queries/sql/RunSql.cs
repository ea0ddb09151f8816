using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>Runs with their input, which is the message itself when nothing else was stored.</summary>
internal static class RunSql
{
    /// <summary>Expects <c>r</c> for the run, <see cref="InputJoins"/> for the rest.</summary>
    public const string Input = """
        coalesce(r.input::text, json_build_object(
            'organizationId', r.organization_id, 'workflowId', r.workflow_id, 'requestedByUserId', r.requested_by_user_id,
            'channelId', a.channel_id, 'accountId', r.account_id, 'accountKey', a.account_key, 'conversationId', r.conversation_id,
            'providerMessageId', m.provider_message_id, 'senderId', m.sender_id, 'senderDisplayName', m.sender_display_name,
            'text', m.text, 'event', m.event, 'mentionMatched', m.mention_matched,
            'receivedAt', to_char(coalesce(m.received_at, m.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'raw', m.payload)::text)
        """;

    public const string InputJoins = """
        LEFT JOIN inbound_messages m ON m.account_id = r.account_id AND m.id = r.message_id AND m.organization_id = r.organization_id
        LEFT JOIN channel_accounts a ON a.id = r.account_id AND a.organization_id = r.organization_id
        """;

    private const string Columns = $"""
        r.id, r.seq, r.organization_id, r.kind, r.status, r.admitted, r.workflow_id, r.session_id, r.account_id, r.conversation_id, r.message_id,
        r.trigger_type, r.trigger_source, r.requested_by_user_id, {Input}, r.output::text, r.error, r.attempt_count, r.max_attempts,
        r.next_attempt_at, r.claimed_by, r.lease_until, r.created_at, r.started_at, r.finished_at
        """;

    /// <summary>Runs that a condition on <c>r</c>, an order and a limit choose; what they need is joined after the choice.</summary>
    public static string Select(string chosen, string order) => $"""
        SELECT {Columns} FROM (SELECT r.* FROM runs r WHERE {chosen}) r {InputJoins} ORDER BY {order}
        """;

    public static RunItem Map(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Seq = row.GetInt64(1),
        OrganizationId = row.GetGuid(2),
        Kind = row.GetString(3),
        Status = row.GetString(4),
        Admitted = row.GetBoolean(5),
        WorkflowId = row.GuidOrNull(6),
        SessionId = row.GuidOrNull(7),
        AccountId = row.GuidOrNull(8),
        ConversationId = row.TextOrNull(9),
        MessageId = row.GuidOrNull(10),
        TriggerType = row.TextOrNull(11),
        TriggerSource = row.TextOrNull(12),
        RequestedByUserId = row.GuidOrNull(13),
        Input = row.TextOrNull(14),
        Output = row.TextOrNull(15),
        Error = row.TextOrNull(16),
        AttemptCount = row.GetInt32(17),
        MaxAttempts = row.GetInt32(18),
        NextAttemptAt = row.TimeOrNull(19),
        ClaimedBy = row.TextOrNull(20),
        LeaseUntil = row.TimeOrNull(21),
        CreatedAt = row.Time(22),
        StartedAt = row.TimeOrNull(23),
        FinishedAt = row.TimeOrNull(24),
    };
}
