using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Commits;

/// <summary>Facts read with plain SQL.</summary>
internal sealed class PostgresCommitLogUnderTest(CommitHost host) : ICommitLogUnderTest
{
    public ICommitLog Log => host.Log;

    public Task<Tenancy> AddTenancyAsync() => Tenancy.CreateAsync(host);

    public Task TouchAsync(Tenancy tenancy) => host.ExecuteAsync("UPDATE channel_accounts SET dm_policy = 'open' WHERE id = $1", tenancy.Account);

    public Task FenceAsync() => host.ExecuteAsync("UPDATE writer_lease SET epoch = epoch + 1");

    public async Task<(long Version, string? Json)> StateAsync(string key)
    {
        await using var command = host.Sql.CreateCommand("SELECT version, payload::text FROM grain_state WHERE key = $1");
        command.Parameters.AddWithValue(key);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetString(1)) : (0, null);
    }

    public async Task<(string Status, string Text)?> MessageAsync(Guid accountId, string dedupeKey)
    {
        await using var command = host.Sql.CreateCommand("SELECT status, text FROM inbound_messages WHERE account_id = $1 AND dedupe_key = $2");
        command.Parameters.AddWithValue(accountId);
        command.Parameters.AddWithValue(dedupeKey);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    public Task<bool> HasRunAsync(Guid id) => host.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM runs WHERE id = $1)", id);

    public async Task<List<(Guid Id, string Status)>> LaneAsync(string laneKey)
    {
        await using var command = host.Sql.CreateCommand("SELECT id, status FROM outbox WHERE lane_key = $1 ORDER BY seq");
        command.Parameters.AddWithValue(laneKey);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<(Guid, string)>();
        while (await reader.ReadAsync())
            entries.Add((reader.GetGuid(0), reader.GetString(1)));
        return entries;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
