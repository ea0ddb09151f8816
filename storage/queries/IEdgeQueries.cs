namespace Vespid.Storage.Queries;

/// <summary>Partners, their edges and what happened to them.</summary>
public interface IEdgeQueries
{
    /// <summary>By id.</summary>
    Task<Page<EdgeItem>> ListAsync(FleetReach reach, EdgeFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<EdgeItem?> GetAsync(FleetReach reach, string nodeId, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<Page<EdgeEventItem>> EventsAsync(FleetReach reach, string nodeId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes of states from a time on, oldest first, with the last change of each subject before it; the newest <paramref name="max"/> when
    /// there are more.
    /// </summary>
    Task<IReadOnlyList<EdgeEventItem>> ChangesAsync(FleetReach reach, string nodeId, DateTimeOffset from, int max, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<EdgeConfigItem>> ConfigsAsync(FleetReach reach, string nodeId, int max, CancellationToken cancellationToken = default);

    /// <summary>By id, at most 1,000.</summary>
    Task<IReadOnlyList<PartnerItem>> PartnersAsync(FleetReach reach, CancellationToken cancellationToken = default);

    Task<PartnerItem?> PartnerAsync(FleetReach reach, string partnerId, CancellationToken cancellationToken = default);

    /// <summary>Newest first, at most 200.</summary>
    Task<IReadOnlyList<RegistrationTokenItem>> TokensAsync(FleetReach reach, string partnerId, CancellationToken cancellationToken = default);

    /// <summary>All live edges of all organisations, by id.</summary>
    Task<IReadOnlyList<EdgeFigures>> FiguresAsync(CancellationToken cancellationToken = default);

    /// <summary>What a partner shows to everybody; null when there is no such partner, or it shows nothing.</summary>
    Task<PartnerStatusItem?> PublicStatusAsync(string partnerId, CancellationToken cancellationToken = default);
}
