using System.Text.Json.Nodes;
using Npgsql;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Checking;

/// <summary>Reads what the database and the vendors have at the end.</summary>
internal sealed class EvidenceReader(Surroundings world)
{
    public Task<List<StoredMessage>> MessagesAsync() => world.Database.ReadAsync(
        "SELECT m.id, a.channel_id, m.conversation_id, m.text, m.status FROM inbound_messages m JOIN channel_accounts a ON a.id = m.account_id",
        row => new StoredMessage(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)));

    public Task<List<StoredRun>> RunsAsync() => world.Database.ReadAsync(
        "SELECT id, seq, kind, workflow_id, session_id, message_id, status, finished_at FROM runs",
        row => new StoredRun(row.GetGuid(0), row.GetInt64(1), row.GetString(2), Id(row, 3), Id(row, 4), Id(row, 5), row.GetString(6), row.IsDBNull(7) ? null : row.GetDateTime(7)));

    public Task<List<StoredReply>> RepliesAsync() => world.Database.ReadAsync(
        "SELECT id, run_id, conversation_id, payload ->> 'text', status, possible_duplicate FROM outbox",
        row => new StoredReply(row.GetGuid(0), Id(row, 1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5)));

    public Task<List<Guid>> DeadLettersAsync() => world.Database.ReadAsync("SELECT id FROM outbox WHERE status = 'dead_letter' ORDER BY seq", row => row.GetGuid(0));

    /// <summary>Work and replies that have not come to an end.</summary>
    public Task<long> OpenAsync() => world.Database.CountAsync(
        "SELECT (SELECT count(*) FROM runs WHERE status IN ('queued', 'running')) + (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending', 'retrying', 'unknown'))");

    /// <summary>What the database saw that must never be.</summary>
    public async Task<List<Violation>> WatchedAsync() =>
    [
        .. await world.Database.ReadAsync(
            "SELECT process, coalesce(owner, 'nobody'), place, count(*) FROM chaos.intrusions GROUP BY process, owner, place",
            row => new Violation(Violation.Intrusion, $"{row.GetString(0)} wrote {row.GetInt64(3)} times ({row.GetString(2)}) while {row.GetString(1)} was the writer")),
        .. await world.Database.ReadAsync("SELECT place FROM chaos.regressions", row => new Violation(Violation.VersionBack, row.GetString(0))),
    ];

    public IReadOnlyList<Arrival> Arrivals() =>
    [
        .. world.Telegram.Sent.All.Select(sent => new Arrival(sent.ChatId, sent.Text, sent.Order, sent.At)),
        .. world.Bridge.Deliveries.All.Select(delivery =>
        {
            var body = JsonNode.Parse(delivery.Body)!;
            return new Arrival((string)body["conversationId"]!, (string)body["text"]!, delivery.Order, delivery.At);
        }),
    ];

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
