using System.Text.Json.Nodes;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>Reads what the database and the vendors have.</summary>
internal sealed class EdgeEvidenceReader(Surroundings world)
{
    public Task<List<StoredEvent>> EventsAsync() => world.Database.ReadAsync(
        "SELECT id, node_id, type, alert, subject, from_state, to_state, firing, text, observed_at FROM edge_events ORDER BY id",
        row => new StoredEvent(
            row.GetGuid(0), row.GetString(1), row.GetString(2), Text(row, 3), Text(row, 4), Text(row, 5), Text(row, 6), row.GetBoolean(7), Text(row, 8), row.GetDateTime(9)));

    public Task<List<StoredAccount>> AccountsAsync() => world.Database.ReadAsync(
        "SELECT event_id, receiver_id, how, entry_id, reason FROM alert_accounts",
        row => new StoredAccount(row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3), Text(row, 4)));

    public Task<List<StoredMessageOut>> MessagesAsync() => world.Database.ReadAsync(
        "SELECT id, kind, payload ->> 'message', payload ->> 'alert', status, possible_duplicate, created_at FROM outbox WHERE lane_key LIKE 'alert/%' ORDER BY seq",
        row => new StoredMessageOut(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), row.GetDateTime(6)));

    /// <summary>Events without a final account, and messages on their way.</summary>
    public Task<long> OpenAsync() => world.Database.CountAsync("""
        SELECT (SELECT count(*) FROM alert_accounts WHERE how IN ('queued', 'deferred'))
            + (SELECT count(*) FROM outbox WHERE lane_key LIKE 'alert/%' AND status IN ('queued', 'sending', 'retrying', 'unknown'))
        """);

    public IReadOnlyList<(string Text, DateTimeOffset At)> Arrivals() =>
    [
        .. world.Telegram.Sent.All.Select(static sent => (sent.Text, sent.At)),
        .. world.Bridge.Deliveries.All.Select(static delivery => ((string)JsonNode.Parse(delivery.Body)!["message"]!, delivery.At)),
    ];

    private static string? Text(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
