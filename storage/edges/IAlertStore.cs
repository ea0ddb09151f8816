namespace Vespid.Storage.Edges;

/// <summary>What receivers of alerts read. They write through the commit log.</summary>
public interface IAlertStore
{
    /// <summary>Receivers that have something new, or whose time has come.</summary>
    Task<IReadOnlyList<string>> DueReceiversAsync(int max, CancellationToken cancellationToken = default);

    /// <summary>Everything that one decision of a receiver rests on, read at one moment; null when there is no such receiver.</summary>
    /// <param name="receiverId">Receiver.</param>
    /// <param name="openIncidents">Incidents whose acknowledgement matters.</param>
    /// <param name="max">Most open events: those not yet looked at first, then the oldest.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<AlertInbox?> ReadAsync(string receiverId, IReadOnlyList<Guid> openIncidents, int max, CancellationToken cancellationToken = default);

    /// <summary>A receiver; null when there is none.</summary>
    Task<ReceiverRecord?> ReceiverAsync(string receiverId, CancellationToken cancellationToken = default);

    /// <summary>All circuit breakers that are not closed, at all receivers that send.</summary>
    Task<IReadOnlyList<EdgeBreaker>> BreakersAsync(CancellationToken cancellationToken = default);
}
