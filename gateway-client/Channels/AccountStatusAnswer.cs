using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>An account with what an operator wants to know of it.</summary>
/// <param name="LatestEvents">At most 20, newest first.</param>
/// <param name="OldestOpenOutboxSeconds">Age of the oldest entry that has not left.</param>
/// <param name="PendingTriggers">Triggers that a quota holds back.</param>
internal sealed record AccountStatusAnswer(
    AccountAnswer Account,
    int SecretsCount,
    int PendingPairings,
    int AllowlistCount,
    IReadOnlyList<EventAnswer> LatestEvents,
    double? OldestOpenOutboxSeconds,
    int OpenOutboxCount,
    int DeadLetterCount,
    int PendingTriggers)
{
    public static AccountStatusAnswer From(AccountStatus status) => new(
        AccountAnswer.From(status.Account), status.SecretsCount, status.PendingPairings, status.AllowlistCount,
        [.. status.LatestEvents.Select(EventAnswer.From)],
        status.OldestOpenOutboxAge?.TotalSeconds, status.OpenOutboxCount, status.DeadLetterCount, status.HeldBackRunCount);
}
