using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Channels;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

[Reentrant]
[StatelessWorker]
internal sealed class WorkGrain(
    IWorkQueue queue, IWorkflowQueries runs, WorkSignals signals, RunReplies replies, TimeProvider clock, IOptions<ChannelRuntimeOptions> options) : Grain, IWorkGrain
{
    private const int MostWaitSeconds = 20;
    private const int MostOutput = 256 * 1024;

    private static readonly TimeSpan RetryBase = TimeSpan.FromSeconds(5);

    /// <summary>Also without a signal: leases run out, and another process may have queued work.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public async Task<Outcome<ImmutableArray<WorkItem>>> Claim(Guid organizationId, ClaimWork command, CancellationToken cancellationToken)
    {
        if (command.Worker is not { Length: >= 1 and <= 120 } || command.Max is < 1 or > 100 || command.WaitSeconds is < 0 or > MostWaitSeconds)
            return Refusal.BadRequest($"worker must be 1 to 120 characters, max 1 to 100, waitSeconds 0 to {MostWaitSeconds}.");

        var started = clock.GetTimestamp();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Stopping);
        while (true)
        {
            var signal = signals.Next(organizationId);
            var claimed = await queue.ClaimAsync(organizationId, command.Worker, command.Max, options.Value.WorkLease, cancellationToken);
            var left = TimeSpan.FromSeconds(command.WaitSeconds) - clock.GetElapsedTime(started);
            if (claimed.Count > 0 || left <= TimeSpan.Zero || signals.Stopping.IsCancellationRequested)
                return new Outcome<ImmutableArray<WorkItem>>([.. claimed.Select(Item)], null);
            await signal.WaitAsync(left < PollInterval ? left : PollInterval, clock, waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async Task<Refusal?> Heartbeat(Guid organizationId, Guid runId, Guid leaseToken)
    {
        if (await queue.HeartbeatAsync(organizationId, runId, leaseToken, options.Value.WorkLease))
            return null;
        return await runs.RunAsync(organizationId, runId) is null ? Refusal.NotFound("Run") : LeaseLost;
    }

    public async Task<Refusal?> Complete(Guid organizationId, Guid runId, CompleteWork command)
    {
        if (command.Output is { Length: > MostOutput } || (command.Output is not null && !IsJson(command.Output)))
            return Refusal.BadRequest($"output must be JSON of at most {MostOutput} characters.");
        return Verdict(await replies.CompleteAsync(organizationId, runId, command.LeaseToken, command.Output, command.Reply));
    }

    public async Task<Refusal?> Fail(Guid organizationId, Guid runId, FailWork command) =>
        command.Error is { Length: >= 1 and <= 2000 }
            ? Verdict(await queue.FailAsync(organizationId, runId, command.LeaseToken, command.Error, command.Retryable, RetryBase))
            : Refusal.BadRequest("error must be 1 to 2000 characters.");

    private static Refusal LeaseLost => Refusal.Conflict("LEASE_LOST", "The claim has run out, or was never this worker's.");

    private static Refusal? Verdict(WorkVerdict verdict) => verdict switch
    {
        WorkVerdict.Done => null,
        WorkVerdict.NotFound => Refusal.NotFound("Run"),
        _ => LeaseLost,
    };

    private static WorkItem Item(ClaimedRun run) =>
        new(run.Id, run.LeaseToken, run.LeaseUntil, run.Kind, run.WorkflowId, run.SessionId, run.Seq, run.Attempt, run.Input, run.TraceParent);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
