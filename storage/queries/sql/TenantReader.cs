using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>
/// Reads of one organisation: a read-only transaction of one round trip, under a role whose row-level security shows no other.
/// </summary>
internal sealed class TenantReader(Database database)
{
    private const string Enter = """
        SELECT set_config('role', 'vespid_query', true), set_config('transaction_read_only', 'on', true),
            set_config('vespid.organization_id', $1, true)
        """;

    /// <summary>Runs the statements together; <paramref name="read"/> stands before the rows of the first.</summary>
    public async Task<T> ReadAsync<T>(
        Guid organizationId, IReadOnlyList<Statement> statements, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new Statement(Enter).With(organizationId.ToString()).Command);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.Command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return await read(reader).ConfigureAwait(false);
    }

    /// <summary>All rows of one statement.</summary>
    public Task<List<T>> ListAsync<T>(Guid organizationId, Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        ReadAsync(organizationId, [statement], reader => reader.AllAsync(map, cancellationToken), cancellationToken);

    /// <summary>The first row of one statement, or null.</summary>
    public async Task<T?> FirstAsync<T>(Guid organizationId, Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(organizationId, statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
