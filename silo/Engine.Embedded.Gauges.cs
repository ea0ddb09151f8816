using System.Diagnostics.Metrics;
using Vespid.Embedded;

namespace Vespid.Silo;

/// <summary>How many activations of each grain type are in memory.</summary>
internal sealed class ActivationGauges : IHostedService, IDisposable
{
    private readonly Meter _meter = new("Vespid.Activations");

    public ActivationGauges(EmbeddedSilo silo) => _meter.CreateObservableGauge(
        "vespid_activations",
        () => silo.GetStatistics().ActivationsByGrainType.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("grain", pair.Key))),
        description: "Activations in memory, by grain type");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
