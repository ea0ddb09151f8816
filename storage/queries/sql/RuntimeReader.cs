using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>Reads of the runtime itself, over all organisations.</summary>
internal sealed class RuntimeReader(Database database)
{
    /// <summary>Runs the statements in one round trip; <paramref name="read"/> stands before the rows of the first.</summary>
    public Task<T> ReadAsync<T>(IReadOnlyList<Statement> statements, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken) =>
        database.Reads.ReadAsync(statements, read, cancellationToken);

    /// <summary>All rows of one statement.</summary>
    public Task<List<T>> ListAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        database.Reads.ListAsync(statement, map, cancellationToken);

    /// <summary>The first row of one statement, or null.</summary>
    public async Task<T?> FirstAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
