using Microsoft.Extensions.Hosting;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Hosting;

/// <summary>
/// Waits for requests under way before anything else stops. The ports stay open meanwhile, so that whoever asks learns that the process
/// is not ready.
/// </summary>
internal sealed class DrainService(RequestsUnderWay underWay, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>What takes longer, such as a worker's long poll, is the server's to wait for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await underWay.CloseAsync().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
