using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Work;
using Vespid.Storage.Commits;

namespace Vespid.Grains.Runtime;

/// <summary>Wakes what a commit made to do, at once. Whatever is missed here, the wakers find within a second or two.</summary>
internal sealed partial class CommitWakes(ICommitSignals signals, WorkSignals work, IGrainFactory grains, ILogger<CommitWakes> logger) : BackgroundService
{
    private const int MostWaiting = 10_000;

    private readonly Channel<string> _lanes = Bounded<string>();
    private readonly Channel<Guid> _organizations = Bounded<Guid>();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signals.LaneQueued += OnLane;
        signals.RunQueued += OnRun;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        signals.LaneQueued -= OnLane;
        signals.RunQueued -= OnRun;
        return base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        PumpAsync(_lanes.Reader, lane => grains.GetGrain<ILaneGrain>(lane).Wake(), stoppingToken),
        PumpAsync(_organizations.Reader, organization => grains.GetGrain<IAgentGrain>(organization).RunQueued(), stoppingToken));

    private static Channel<T> Bounded<T>() =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private async Task PumpAsync<T>(ChannelReader<T> reader, Func<T, Task> wake, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in reader.ReadAllAsync(cancellationToken))
                await WakeAsync(wake, item);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task WakeAsync<T>(Func<T, Task> wake, T item)
    {
        try
        {
            await wake(item);
        }
        catch (Exception fault)
        {
            // The silo of the grain may just have gone; nothing is lost but a second.
            Log.NotWoken(logger, fault.GetType().Name);
        }
    }

    private void OnLane(string lane) => _lanes.Writer.TryWrite(lane);

    private void OnRun(Guid organization)
    {
        work.Raise(organization);
        _organizations.Writer.TryWrite(organization);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2301, EventName = "commit_wakes.failed", Level = LogLevel.Debug, Message = "A wake failed ({Fault}); a waker comes by")]
        public static partial void NotWoken(ILogger logger, string fault);
    }
}
