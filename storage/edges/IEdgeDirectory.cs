namespace Vespid.Storage.Edges;

/// <summary>Whose bearer a token is. A hint: the edge's grain compares it with its own, so an outdated answer lets nobody in.</summary>
public interface IEdgeDirectory
{
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>Node id; null when no edge has that token.</returns>
    ValueTask<string?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken = default);

    /// <summary>Which of the partners allows agents of the original to fetch keys without a bearer.</summary>
    Task<bool> AllowsAnonymousKeysAsync(string partnerId, CancellationToken cancellationToken = default);
}
