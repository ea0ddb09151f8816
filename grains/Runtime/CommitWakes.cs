using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Work;
using Vespid.Storage.Commits;

namespace Vespid.Grains.Runtime;

/// <summary>Wakes what a commit made to do, at once. Whatever is missed here, the wakers find within a second or two.</summary>
internal sealed class CommitWakes(ICommitSignals signals, WorkSignals work, IGrainFactory grains) : BackgroundService
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

    private static async Task PumpAsync<T>(ChannelReader<T> reader, Func<T, Task> wake, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in reader.ReadAllAsync(cancellationToken))
                await wake(item);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void OnLane(string lane) => _lanes.Writer.TryWrite(lane);

    private void OnRun(Guid organization)
    {
        work.Raise(organization);
        _organizations.Writer.TryWrite(organization);
    }
}
