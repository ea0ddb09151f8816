namespace Vespid.Silo.Logging.Forwarding;

/// <summary>Runs the pumps from before the first service starts until after the last has stopped.</summary>
internal sealed class LogForwardService(LogForwarder forwarder, LogForwardMetrics metrics, TimeProvider clock, ILogger<LogForwardService> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>How long the end may take for lines that still wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>What is counted.</summary>
    public LogForwardMetrics Metrics => metrics;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(forwarder.Pumps.Select(pump => pump.RunAsync(logger, _stopping.Token)));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (var pump in forwarder.Pumps)
            pump.Finish();
        await _running.WaitAsync(Patience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        // A write to standard output that nobody reads cannot be called back; the process ends all the same.
        await _running.WaitAsync(Patience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var pump in forwarder.Pumps)
            pump.Abandon();
    }

    public void Dispose() => _stopping.Dispose();
}
