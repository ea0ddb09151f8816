using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>Orleans itself: one silo in this process. Its response time-outs follow the real clock, so they are short here; the rest of its time is the test's.</summary>
public sealed class PackagesEngine : Engine
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private InProcessTestCluster? _cluster;

    public override IGrainFactory Grains => Cluster.Client;

    private InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The engine has not been started.");

    public override async Task Start(Action<IServiceCollection>? configure = null)
    {
        await DisposeAsync();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders();
            silo.Services.Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = ResponseTimeout);
            silo.Services.RemoveAll<TimeProvider>();
            AddKit(silo.Services);
            configure?.Invoke(silo.Services);
        });
        builder.ConfigureClient(static client =>
            client.Services.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = ResponseTimeout));
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
