using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Runtime;

/// <summary>Something that every process that may write does now and then; a fault is logged and the next turn comes all the same.</summary>
internal abstract partial class WriterService(IWriterLease lease, TimeProvider clock, ILogger logger, TimeSpan interval) : BackgroundService
{
    /// <summary>What comes each interval.</summary>
    internal Task TurnAsync(CancellationToken cancellationToken) => MayTick() ? TickSafelyAsync(cancellationToken) : Task.CompletedTask;

    protected IWriterLease Lease => lease;

    /// <summary>Asked before each turn.</summary>
    protected virtual bool MayTick() => lease.IsHeld;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TurnAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    protected abstract Task TickAsync(CancellationToken cancellationToken);

    private async Task TickSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TickAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.TickFailed(logger, GetType().Name, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2300, EventName = "writer_service.failed", Level = LogLevel.Warning, Message = "{Service} failed ({Fault}) and tries again")]
        public static partial void TickFailed(ILogger logger, string service, string fault);
    }
}
