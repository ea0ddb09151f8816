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
    public Task<T> ReadAsync<T>(
        Guid organizationId, IReadOnlyList<Statement> statements, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken) =>
        database.Reads.ReadAsync(
            [new Statement(Enter).With(organizationId.ToString()), .. statements],
            async reader =>
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                return await read(reader).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>All rows of one statement.</summary>
    public Task<List<T>> ListAsync<T>(Guid organizationId, Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        ReadAsync(organizationId, [statement], reader => reader.AllAsync(map, cancellationToken), cancellationToken);

    /// <summary>The first row of one statement, or null.</summary>
    public async Task<T?> FirstAsync<T>(Guid organizationId, Statement statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(organizationId, statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
