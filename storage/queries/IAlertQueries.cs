namespace Vespid.Storage.Queries;

/// <summary>Alerts of edges, who was told, and who is to be.</summary>
public interface IAlertQueries
{
    /// <summary>Newest first.</summary>
    Task<Page<IncidentItem>> IncidentsAsync(FleetReach reach, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<IncidentItem?> IncidentAsync(FleetReach reach, Guid incidentId, CancellationToken cancellationToken = default);

    /// <summary>What each receiver did about these events.</summary>
    Task<IReadOnlyList<AlertOutcomeItem>> OutcomesAsync(FleetReach reach, IReadOnlyList<Guid> eventIds, CancellationToken cancellationToken = default);

    /// <summary>Those of the incidents that somebody looks after.</summary>
    Task<IReadOnlyList<Guid>> AcknowledgedAsync(FleetReach reach, IReadOnlyList<Guid> incidentIds, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    /// <param name="reach">Whose.</param>
    /// <param name="past">Those that are over, too.</param>
    /// <param name="page">Page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<Page<SilenceItem>> SilencesAsync(FleetReach reach, bool past, PageRequest page, CancellationToken cancellationToken = default);

    Task<SilenceItem?> SilenceAsync(FleetReach reach, Guid silenceId, CancellationToken cancellationToken = default);

    /// <summary>By id, at most 1,000.</summary>
    Task<IReadOnlyList<ReceiverItem>> ReceiversAsync(FleetReach reach, CancellationToken cancellationToken = default);

    Task<ReceiverItem?> ReceiverAsync(FleetReach reach, string receiverId, CancellationToken cancellationToken = default);

    /// <summary>Those that are told of an edge.</summary>
    Task<IReadOnlyList<string>> ReceiversOfAsync(FleetReach reach, EdgeItem edge, CancellationToken cancellationToken = default);
}
