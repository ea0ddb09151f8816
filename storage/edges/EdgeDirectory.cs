using System.Collections.Concurrent;

namespace Vespid.Storage.Edges;

/// <summary>Remembers the tokens that were found; one that was not found is asked for again.</summary>
internal sealed class EdgeDirectory(Database database, IEdgeStore edges) : IEdgeDirectory
{
    private const int MostTokens = 200_000;

    private readonly ConcurrentDictionary<string, string> _nodes = new(StringComparer.Ordinal);

    public async ValueTask<string?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken = default)
    {
        var key = Convert.ToBase64String(tokenHash);
        if (_nodes.TryGetValue(key, out var known))
            return known;
        var found = await database.Reads.FirstAsync(
            new Statement("SELECT node_id FROM edges WHERE token_hash = $1 OR previous_token_hash = $1 LIMIT 1").With(tokenHash),
            row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (found is null)
            return null;
        if (_nodes.Count >= MostTokens)
            _nodes.Clear();
        _nodes[key] = found;
        return found;
    }

    public async Task<bool> AllowsAnonymousKeysAsync(string partnerId, CancellationToken cancellationToken = default) =>
        await edges.PartnerAsync(partnerId, cancellationToken).ConfigureAwait(false) is { LegacyAnonKeys: true };
}
