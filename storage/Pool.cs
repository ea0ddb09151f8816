using System.Data;
using Npgsql;
using Vespid.Storage.Queries;

namespace Vespid.Storage;

/// <summary>
/// Connections that prepare statements by themselves. Npgsql 10.0 takes a statement that failed between its parse and its description, as one that is cancelled
/// while it is planned, for prepared and for one that returns no rows: the next use of the connection meets rows that it does not expect, or reads the result of
/// another statement in its place. So a connection on which something failed forgets what it has prepared before anybody else gets it.
/// </summary>
internal sealed class Pool(string connectionString) : IDisposable, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    /// <summary>Works on a connection. It must not be used when that has ended.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        catch
        {
            Forget(connection);
            throw;
        }
    }

    /// <summary>Runs the statements in one round trip; <paramref name="read"/> stands before the rows of the first.</summary>
    public Task<T> ReadAsync<T>(IReadOnlyList<Statement> statements, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in statements)
                batch.BatchCommands.Add(statement.Command);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await read(reader).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>All rows of one statement.</summary>
    public Task<List<T>> ListAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        ReadAsync([statement], reader => reader.AllAsync(map, cancellationToken), cancellationToken);

    /// <summary>The first row of one statement, or null.</summary>
    public async Task<T?> FirstAsync<T>(Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Runs a statement for what it changes.</summary>
    public Task RunAsync(Statement statement, CancellationToken cancellationToken) => ReadAsync([statement], static _ => Task.FromResult(0), cancellationToken);

    /// <summary>Closes the connections that nobody uses, and the others when they come back.</summary>
    public void Clear() => _source.Clear();

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A connection that is broken does not go back to the pool.
    private static void Forget(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            return;
        try
        {
            connection.UnprepareAll();
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            // What was wrong first is told.
        }
    }
}
