namespace Vespid.Storage.Edges;

/// <summary>What the grains of edges read. They write through the commit log.</summary>
public interface IEdgeStore
{
    /// <summary>An edge; null when there is none.</summary>
    Task<EdgeRecord?> FindAsync(string nodeId, CancellationToken cancellationToken = default);

    /// <summary>A partner; null when there is none.</summary>
    Task<PartnerRecord?> PartnerAsync(string partnerId, CancellationToken cancellationToken = default);

    /// <summary>A registration token by the SHA-256 of it; null when there is none.</summary>
    Task<RegistrationTokenRecord?> TokenAsync(byte[] hash, CancellationToken cancellationToken = default);

    /// <summary>One epoch of an edge's configuration; null when there is none.</summary>
    Task<EdgeConfigRecord?> ConfigAsync(string nodeId, long epoch, CancellationToken cancellationToken = default);

    /// <summary>The catalog; null while there is none.</summary>
    Task<EdgeCatalogRecord?> CatalogAsync(CancellationToken cancellationToken = default);

    /// <summary>Other live edges of a partner, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<EdgePeer>> PeersAsync(string partnerId, string nodeId, int max, CancellationToken cancellationToken = default);

    /// <summary>Edges whose liveness is no longer what their silence says, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<string>> OverdueAsync(TimeSpan staleAfter, TimeSpan silentAfter, int max, CancellationToken cancellationToken = default);
}
