using Vespid.Storage.Rows;

namespace Vespid.Storage.Work;

/// <summary>
/// Runs and session turns for somebody's agent: at least once, leased, turns of a session strictly in order.
/// All times are the database's; every write checks the writer's epoch.
/// </summary>
/// <remarks>
/// Writes fail with a <see cref="Commits.CommitException"/>, as the commit log's do. A claim whose outcome is unknown comes back when its
/// lease runs out; all others may be repeated with the same lease token.
/// </remarks>
public interface IWorkQueue
{
    /// <summary>
    /// Claims up to <paramref name="max"/> runs, oldest first. A turn is claimable only when no earlier turn of its session is open;
    /// runs whose lease ran out are claimable again, and become <c>timed_out</c> when their attempts are used up.
    /// </summary>
    /// <param name="organizationId">Whose work.</param>
    /// <param name="worker">Name shown to operators.</param>
    /// <param name="max">1 to 100.</param>
    /// <param name="lease">How long the claim holds without a heartbeat.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<ClaimedRun>> ClaimAsync(Guid organizationId, string worker, int max, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Prolongs a lease; false when it is lost. A lease that ran out can be prolonged as long as nobody claimed the run since.</summary>
    Task<bool> HeartbeatAsync(Guid organizationId, Guid runId, Guid leaseToken, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Ends a run as <c>succeeded</c> and queues its reply, in one commit.</summary>
    /// <param name="organizationId">Whose work.</param>
    /// <param name="runId">Run.</param>
    /// <param name="leaseToken">From the claim.</param>
    /// <param name="output">JSON text.</param>
    /// <param name="replies">What to send, in this order: the parts of a long reply; empty for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<WorkVerdict> CompleteAsync(Guid organizationId, Guid runId, Guid leaseToken, string? output, IReadOnlyList<OutboxRow> replies, CancellationToken cancellationToken = default);

    /// <summary>Ends an attempt: queued again after a back-off while attempts are left and <paramref name="retryable"/>, else <c>failed</c>.</summary>
    Task<WorkVerdict> FailAsync(Guid organizationId, Guid runId, Guid leaseToken, string error, bool retryable, TimeSpan retryIn, CancellationToken cancellationToken = default);

    /// <summary>Organisations of these agent kinds that have claimable work now.</summary>
    Task<IReadOnlyList<Guid>> OrganizationsWithWorkAsync(IReadOnlyList<string> agentKinds, int max, CancellationToken cancellationToken = default);

    /// <summary>What an organisation has used of its run quota; nothing is used and nothing limited where there is no such organisation.</summary>
    Task<RunQuota> QuotaAsync(Guid organizationId, CancellationToken cancellationToken = default);

    /// <summary>Lets held-back triggers through where the quota allows it again; the number admitted.</summary>
    Task<int> AdmitHeldBackAsync(CancellationToken cancellationToken = default);
}
