using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <remarks>Wakes interleave, but only one of them pumps; see the lane.</remarks>
internal sealed partial class AgentGrain(
    IWorkQueue queue,
    RunReplies replies,
    IRuntimeQueries runtime,
    IWriterLease lease,
    IEnumerable<IAgent> agents,
    IOptions<ChannelRuntimeOptions> options,
    ILogger<AgentGrain> logger) : Grain, IAgentGrain
{
    private const int PageSize = 32;

    private static readonly TimeSpan RetryBase = TimeSpan.FromSeconds(5);

    private bool _pumping;
    private bool _woken;

    private Guid Id => this.GetPrimaryKey();

    public async Task Wake()
    {
        _woken = true;
        if (_pumping)
            return;
        _pumping = true;
        try
        {
            while (_woken)
            {
                _woken = false;
                await DrainAsync();
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

    private async Task DrainAsync()
    {
        while (lease.IsHeld)
        {
            if (await runtime.AgentAsync(Id) is not { } settings || agents.FirstOrDefault(agent => agent.Kind == settings.Kind) is not { } agent)
                return;
            var claimed = await queue.ClaimAsync(Id, agent.Kind, PageSize, options.Value.WorkLease);
            if (claimed.Count == 0)
                return;
            await Task.WhenAll(claimed.Select(run => DoAsync(run, settings, agent)));
        }
    }

    private async Task DoAsync(ClaimedRun run, AgentSettings settings, IAgent agent)
    {
        switch (await agent.DoAsync(run, settings, CancellationToken.None))
        {
            case AgentAnswer.Done done:
                await replies.CompleteAsync(Id, run.Id, run.LeaseToken, done.Output, done.Reply);
                break;

            case AgentAnswer.Failed failed:
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
