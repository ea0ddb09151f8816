namespace Vespid.Storage.Queries;

/// <summary>An account with what an operator wants to know of it.</summary>
/// <param name="Account">The account.</param>
/// <param name="SecretsCount">Names of secrets with a current value.</param>
/// <param name="PendingPairings">Pending requests that are not expired.</param>
/// <param name="AllowlistCount">Allowlist entries.</param>
/// <param name="LatestEvents">At most 20, newest first.</param>
/// <param name="OldestOpenOutboxAge">Age of the oldest entry that has not left; null without one.</param>
/// <param name="OpenOutboxCount">Entries that have not left, counted up to 1,000.</param>
/// <param name="DeadLetterCount">Dead letters, counted up to 1,000.</param>
/// <param name="HeldBackRunCount">Triggers that a quota holds back, counted up to 1,000.</param>
public sealed record AccountStatus(
    AccountItem Account,
    int SecretsCount,
    int PendingPairings,
    int AllowlistCount,
    IReadOnlyList<EventItem> LatestEvents,
    TimeSpan? OldestOpenOutboxAge,
    int OpenOutboxCount,
    int DeadLetterCount,
    int HeldBackRunCount);
