using Npgsql;

namespace Vespid.Storage.Queries;

/// <summary>
/// Reads of what several organisations own: the same statement once for each, under the role that sees no other; for the operator once over all.
/// </summary>
internal sealed class FleetReader(Database database, TenantReader tenant)
{
    /// <summary>All rows, organisation after organisation.</summary>
    public async Task<List<T>> ListAsync<T>(FleetReach reach, Func<Statement> statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        if (reach.Organizations is not { } organizations)
            return await database.Reads.ListAsync(statement(), map, cancellationToken).ConfigureAwait(false);
        List<T> found = [];
        foreach (var organization in organizations)
            found.AddRange(await tenant.ListAsync(organization, statement(), map, cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>The first row of the first organisation that has one, or null.</summary>
    public async Task<T?> FirstAsync<T>(FleetReach reach, Func<Statement> statement, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
        where T : class =>
        (await ListAsync(reach, statement, map, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
