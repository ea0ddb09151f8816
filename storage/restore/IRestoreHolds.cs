namespace Vespid.Storage.Restore;

/// <summary>
/// What waits after an older backup was restored: it may have left already, before the disaster, so an operator decides. No lease is needed, since
/// nothing else touches what is held.
/// </summary>
public interface IRestoreHolds
{
    /// <summary>What waits.</summary>
    Task<RestoreStatus> StatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets it go on; entries are marked as possible duplicates.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="by">Who, for the audit trail.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="from">Remote address; null for a command on the machine.</param>
    /// <param name="cancellationToken">Cancels; then nothing was changed.</param>
    Task<RestoreCounts> ReleaseAsync(RestoreSelection selection, string by, string reason, string? from = null, CancellationToken cancellationToken = default);

    /// <summary>Ends it without sending: entries and runs are canceled, events accounted for as inhibited.</summary>
    /// <inheritdoc cref="ReleaseAsync" path="/param"/>
    Task<RestoreCounts> DiscardAsync(RestoreSelection selection, string by, string reason, string? from = null, CancellationToken cancellationToken = default);

    /// <summary>Holds everything that is open now: for a restore that nothing can tell, before the first start.</summary>
    Task<RestoreHold> HoldAsync(string by, string reason, CancellationToken cancellationToken = default);
}
