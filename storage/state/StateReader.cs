using Npgsql;

namespace Vespid.Storage.State;

/// <summary>Reads <c>grain_state</c>.</summary>
internal sealed class StateReader(Database database) : IStateReader
{
    public async Task<(long Version, string? Json)> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand("SELECT version, payload::text FROM grain_state WHERE key = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Commits.PostgresText.Clean(key) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetInt64(0), reader.GetString(1)) : (0, null);
    }
}
