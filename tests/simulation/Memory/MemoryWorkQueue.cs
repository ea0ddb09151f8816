using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Storage.Work;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>The work queue of one process.</summary>
internal sealed class MemoryWorkQueue(
    HostProcess process, Wire wire, Store store, IWriterLease lease, ICommitLog log, Weather weather, MemoryReads reads, IIdSource ids, IStoreWatch watch) : IWorkQueue
{
    public Task<IReadOnlyList<ClaimedRun>> ClaimAsync(
        Guid organizationId, string worker, int max, TimeSpan lease, CancellationToken cancellationToken = default) =>
        WriteAsync("claim", () => store.Claim(organizationId, max, lease, ids.NewId));

    public Task<bool> HeartbeatAsync(Guid organizationId, Guid runId, Guid leaseToken, TimeSpan lease, CancellationToken cancellationToken = default) =>
        WriteAsync("heartbeat", () => store.Heartbeat(organizationId, runId, leaseToken, lease));

    public Task<WorkVerdict> CompleteAsync(
        Guid organizationId, Guid runId, Guid leaseToken, string? output, IReadOnlyList<OutboxRow> replies, CancellationToken cancellationToken = default) =>
        CompleteAsync(new Commit { Id = Guid.Empty, Rows = [new RunEnd(organizationId, runId, leaseToken, output), .. replies] }, organizationId, runId, leaseToken);

    public Task<WorkVerdict> FailAsync(
        Guid organizationId, Guid runId, Guid leaseToken, string error, bool retryable, TimeSpan retryIn, CancellationToken cancellationToken = default) =>
        WriteAsync("fail", () => store.Fail(organizationId, runId, leaseToken, retryable, retryIn));

    public Task<IReadOnlyList<Guid>> OrganizationsWithWorkAsync(IReadOnlyList<string> agentKinds, int max, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("scan work", () => store.OrganizationsWithWork(agentKinds));

    public Task<RunQuota> QuotaAsync(Guid organizationId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read quota", () => store.Quota(organizationId));

    public Task<int> AdmitHeldBackAsync(CancellationToken cancellationToken = default) => WriteAsync("admit", store.AdmitHeldBack);

    private async Task<WorkVerdict> CompleteAsync(Commit commit, Guid organizationId, Guid runId, Guid leaseToken) =>
        (await log.CommitAsync(commit)).Status == CommitStatus.Applied
            ? WorkVerdict.Done
            : await reads.ReadAsync("read run", () => store.WhyMissed(organizationId, runId, leaseToken));

    private Task<T> WriteAsync<T>(string what, Func<T> write)
    {
        var epoch = lease.Epoch;
        return epoch == 0
            ? Task.FromException<T>(new WriterFencedException("This process is not the writer."))
            : wire.CallAsync(process, what, () => weather.Write(() =>
            {
                if (epoch != store.Epoch && !store.FenceIsOpen)
                    throw new WriterFencedException($"Epoch {epoch} is not the writer's any more.");
                watch.Wrote(epoch);
                return write();
            }));
    }
}
