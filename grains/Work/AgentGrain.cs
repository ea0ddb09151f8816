using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <remarks>
/// Wakes interleave, but only one of them pumps; see the lane. The waker calls at least each second while there is work, so a pump that ended
/// by a fault leaves nothing behind.
/// </remarks>
internal sealed partial class AgentGrain(
    IWorkQueue queue,
    RunReplies replies,
    IRuntimeQueries runtime,
    IWriterLease lease,
    IEnumerable<IAgent> agents,
    IOptions<ChannelRuntimeOptions> options,
    AgentMetrics metrics,
    ILogger<AgentGrain> logger) : Grain, IAgentGrain
{
    private const int MostAtOnce = 32;

    /// <summary>A claim is a round trip of its own: it waits until it can bring some.</summary>
    private const int LeastAtOnce = 8;

    private static readonly TimeSpan RetryBase = TimeSpan.FromSeconds(5);

    /// <summary>Runs that the agent has: one that takes long holds up no other.</summary>
    private readonly HashSet<Task> _doing = [];

    private bool _pumping;
    private bool _hasNoAgent;
    private TaskCompletionSource _wake = NewSignal();

    private Guid Id => this.GetPrimaryKey();

    public Task RunQueued() => _hasNoAgent ? Task.CompletedTask : PumpAsync();

    public Task Wake()
    {
        _hasNoAgent = false;
        return PumpAsync();
    }

    private async Task PumpAsync()
    {
        _wake.TrySetResult();
        if (_pumping)
            return;
        _pumping = true;
        try
        {
            while (_wake.Task.IsCompleted || _doing.Count > 0)
            {
                await Task.WhenAny([WokenAsync(), .. _doing]);
                _wake = NewSignal();
                await ReapAsync();
                await ClaimAsync();
            }
        }
        catch (Exception fault) when (fault is CommitException or Npgsql.NpgsqlException or TimeoutException)
        {
            // What was claimed comes back when its lease runs out; the waker calls again.
            Log.StorageAway(logger, fault.GetType().Name);
        }
        finally
        {
            _pumping = false;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends in a turn of this grain; the signal itself would be passed on by whatever thread is free.</summary>
    private async Task WokenAsync() => await _wake.Task;

    /// <summary>Gives the agent as much as it may have at once.</summary>
    private async Task ClaimAsync()
    {
        if (!lease.IsHeld || MostAtOnce - _doing.Count < LeastAtOnce)
            return;
        if (await runtime.AgentAsync(Id) is not { } settings || agents.FirstOrDefault(agent => agent.Kind == settings.Kind) is not { } agent)
        {
            // The waker asks each second for organisations that have one, and so notices when this one gets it.
            _hasNoAgent = true;
            return;
        }

        foreach (var run in await queue.ClaimAsync(Id, agent.Kind, MostAtOnce - _doing.Count, options.Value.WorkLease))
            _doing.Add(DoAsync(run, settings, agent));
    }

    /// <summary>Lets go of what has ended; a fault of one comes out here, and the others go on.</summary>
    private async Task ReapAsync()
    {
        foreach (var ended in _doing.Where(task => task.IsCompleted).ToList())
        {
            _doing.Remove(ended);
            await ended;
        }
    }

    private async Task DoAsync(ClaimedRun run, AgentSettings settings, IAgent agent)
    {
        metrics.Asked(agent.Kind);
        switch (await agent.DoAsync(run, settings, CancellationToken.None))
        {
            case AgentAnswer.Done done:
                await replies.CompleteAsync(Id, run.Id, run.LeaseToken, done.Output, done.Reply);
                break;

            case AgentAnswer.Failed failed:
                metrics.Failed(failed);
                Log.AttemptFailed(logger, run.Id, run.Attempt, failed.Error);
                await queue.FailAsync(Id, run.Id, run.LeaseToken, failed.Error, failed.Retryable, failed.RetryAfter ?? RetryBase * run.Attempt);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2200, EventName = "agent.storage_away", Level = LogLevel.Warning, Message = "Agent waits for storage ({Fault})")]
        public static partial void StorageAway(ILogger logger, string fault);

        [LoggerMessage(EventId = 2201, EventName = "agent.attempt_failed", Level = LogLevel.Warning, Message = "Attempt {Attempt} of run {Run} failed: {Error}")]
        public static partial void AttemptFailed(ILogger logger, Guid run, int attempt, string error);
    }
}
