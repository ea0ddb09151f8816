using System.Collections.Frozen;
using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>Outbox entries under a filter.</summary>
internal static class OutboxSql
{
    public const string Columns = """
        o.id, o.seq, o.lane_key, o.kind, o.organization_id, o.account_id, o.conversation_id, o.payload::text, o.status, o.attempt_count, o.due_at,
        o.expires_at, o.last_error, o.error_class, o.provider_message_id, o.possible_duplicate, o.run_id, o.session_id, o.session_seq,
        o.created_at, o.updated_at, o.sent_at
        """;

    private static readonly FrozenSet<string> Statuses =
        FrozenSet.Create("queued", "sending", "retrying", "sent", "unknown", "dead_letter", "expired", "canceled");

    /// <summary>A condition on <c>o</c>; adds its parameters. The status is a literal, since partial indexes are chosen by it.</summary>
    public static string Where(Guid organizationId, OutboxFilter filter, Statement statement)
    {
        List<string> conditions = [$"o.organization_id = ${statement.With(organizationId).Count}"];
        if (filter.Status is { } status)
            conditions.Add(Statuses.Contains(status) ? $"o.status = '{status}'" : "false");
        if (filter.AccountId is not null)
            conditions.Add($"o.account_id = ${statement.With(filter.AccountId).Count}");
        if (filter.ConversationId is not null)
            conditions.Add($"o.conversation_id = ${statement.With(filter.ConversationId).Count}");
        if (filter.LaneKey is not null)
            conditions.Add($"o.lane_key = ${statement.With(filter.LaneKey).Count}");
        if (filter.Kind is not null)
            conditions.Add($"o.kind = ${statement.With(filter.Kind).Count}");
        if (filter.ErrorClass is not null)
            conditions.Add($"o.error_class = ${statement.With(filter.ErrorClass).Count}");
        if (filter.CreatedBefore is not null)
            conditions.Add($"o.created_at < ${statement.With(filter.CreatedBefore).Count}");
        return string.Join(" AND ", conditions);
    }

    public static OutboxItem Map(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Seq = row.GetInt64(1),
        LaneKey = row.GetString(2),
        Kind = row.GetString(3),
        OrganizationId = row.GetGuid(4),
        AccountId = row.GuidOrNull(5),
        ConversationId = row.TextOrNull(6),
        Payload = row.GetString(7),
        Status = row.GetString(8),
        AttemptCount = row.GetInt32(9),
        DueAt = row.Time(10),
        ExpiresAt = row.Time(11),
        LastError = row.TextOrNull(12),
        ErrorClass = row.TextOrNull(13),
        ProviderMessageId = row.TextOrNull(14),
        PossibleDuplicate = row.GetBoolean(15),
        RunId = row.GuidOrNull(16),
        SessionId = row.GuidOrNull(17),
        SessionSeq = row.LongOrNull(18),
        CreatedAt = row.Time(19),
        UpdatedAt = row.Time(20),
        SentAt = row.TimeOrNull(21),
    };
}
