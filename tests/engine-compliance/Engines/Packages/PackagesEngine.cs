using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.TestingHost;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>Orleans itself: one silo in this process.</summary>
public sealed class PackagesEngine : Engine
{
    private InProcessTestCluster? _cluster;

    public override IGrainFactory Grains => Cluster.Client;

    private InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The engine has not been started.");

    public override async Task Start(Action<IServiceCollection>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders();
            silo.Services.RemoveAll<TimeProvider>();
            AddKit(silo.Services);
            configure?.Invoke(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public override Task Stop() => Cluster.StopAllSilosAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }
}
