using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Vespid.Embedded;

/// <summary>Starts the engine with the host, and stops it with the host.</summary>
internal sealed class EmbeddedHostedService(EmbeddedSilo silo, IOptions<EmbeddedOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.Value.StartWithHost ? silo.StartAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}
