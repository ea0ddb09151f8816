namespace Vespid.Storage.Queries;

/// <summary>Figures for metrics and alert rules, over all organisations.</summary>
/// <param name="OldestDueLaneAge">How long the most overdue outbox entry is due; null when nothing is.</param>
/// <param name="OutboxBacklog">Outbox entries that have not left, counted up to 100,000.</param>
/// <param name="DeadLetters">Dead letters, counted up to 100,000.</param>
/// <param name="OldestUnclaimedAge">Age of the oldest run that could be claimed; null without one.</param>
/// <param name="WorkDepth">Queued runs that no quota holds back, counted up to 100,000.</param>
/// <param name="RunsInProgress">Claimed runs.</param>
/// <param name="HeldBackRuns">Triggers that a quota holds back, counted up to 100,000.</param>
/// <param name="PendingPairings">Pending pairing requests that are not expired.</param>
/// <param name="HeldAfterRestore">Entries, runs and alerts that wait for an operator's release after a restore; the other figures leave them out.</param>
/// <param name="WritingSilos">Silos that hold a lease side by side; 0 with a lone writer.</param>
public sealed record RuntimeGauges(
    TimeSpan? OldestDueLaneAge,
    int OutboxBacklog,
    int DeadLetters,
    TimeSpan? OldestUnclaimedAge,
    int WorkDepth,
    int RunsInProgress,
    int HeldBackRuns,
    int PendingPairings,
    int HeldAfterRestore,
    int WritingSilos);
