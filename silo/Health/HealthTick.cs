using Vespid.Gateway.Health;

namespace Vespid.Silo.Health;

/// <summary>Writes the state of the process into the log each minute, for those who watch logs only.</summary>
internal sealed partial class HealthTick(HealthBoard board, TimeProvider clock, ILogger<HealthTick> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var health = await board.LookAsync();
                Log.Tick(logger, health.Status, health.Active);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3032, EventName = "health.tick", Level = LogLevel.Information, Message = "The process is {status}, active {active}")]
        public static partial void Tick(ILogger logger, string status, bool active);
    }
}
