using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>
/// Moves an outbox entry on. Guard: the entry must be in <paramref name="FromStatus"/>, else the commit ends as <see cref="CommitStatus.Missed"/>.
/// </summary>
/// <param name="Id">Entry.</param>
/// <param name="FromStatus">Status the lane saw.</param>
/// <param name="Status">Status to put.</param>
/// <param name="AttemptCount">Counted attempts after the change.</param>
/// <param name="DueIn">When it is due again, from the database's now.</param>
/// <param name="LastError">Error text, bounded, without secrets; null clears it.</param>
/// <param name="ErrorClass"><c>transient</c>, <c>permanent</c>, <c>unknown</c> or null.</param>
/// <param name="ProviderMessageId">The receiver's id, once sent.</param>
/// <param name="PossibleDuplicate">Set when an earlier attempt may have arrived; never cleared.</param>
public sealed record OutboxChange(
    Guid Id,
    string FromStatus,
    string Status,
    int AttemptCount,
    TimeSpan DueIn,
    string? LastError,
    string? ErrorClass,
    string? ProviderMessageId,
    bool PossibleDuplicate) : CommitRow;
