using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>Reads of the runtime itself, over all organisations.</summary>
internal sealed class RuntimeReader(Database database)
{
    /// <summary>Runs the statements in one round trip; <paramref name="read"/> stands before the rows of the first.</summary>
    public async Task<T> ReadAsync<T>(IReadOnlyList<Statement> statements, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.Command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await read(reader).ConfigureAwait(false);
    }

    /// <summary>All rows of one statement.</summary>
    public Task<List<T>> ListAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        ReadAsync([statement], reader => reader.AllAsync(map, cancellationToken), cancellationToken);

    /// <summary>The first row of one statement, or null.</summary>
    public async Task<T?> FirstAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
