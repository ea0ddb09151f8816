using Vespid.Storage.Commits;

namespace Vespid.Storage.State;

/// <summary>Reads <c>grain_state</c>.</summary>
internal sealed class StateReader(Database database) : IStateReader
{
    public async Task<(long Version, string? Json)> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var statement = new Statement("SELECT version, payload::text FROM grain_state WHERE key = $1").With(PostgresText.Clean(key));
        var found = await database.Reads.ListAsync(statement, static row => (row.GetInt64(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);
        return found is [var state] ? state : (0, null);
    }
}
