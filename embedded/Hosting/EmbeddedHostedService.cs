using Microsoft.Extensions.Hosting;

namespace Vespid.Embedded;

/// <summary>Starts the engine with the host, and stops it with the host.</summary>
internal sealed class EmbeddedHostedService(EmbeddedSilo silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}
