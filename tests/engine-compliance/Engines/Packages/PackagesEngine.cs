using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Reminders;
using Orleans.TestingHost;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>
/// Orleans itself: one silo in this process. Timers and reminders follow the test's clock; what else Orleans times (responses, collection,
/// membership) it reads from the real one in places, so all of that follows the real one, and response time-outs are short here.
/// </summary>
public sealed class PackagesEngine : Engine
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private InProcessTestCluster? _cluster;
    private IGrainFactory? _grains;

    // The silo's own, as in the product, where callers live in the silo's process.
    public override IGrainFactory Grains => _grains ?? throw NotStarted();

    private InProcessTestCluster Cluster => _cluster ?? throw NotStarted();

    public override async Task Start(Action<IServiceCollection>? configure = null)
    {
        await DisposeAsync();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders();
            silo.Services.Configure<SiloMessagingOptions>(static options =>
            {
                options.ResponseTimeout = ResponseTimeout;
                options.CancelRequestOnTimeout = true;
                options.MaxForwardCount = 20;
            });
            AddKit(silo.Services);
            AddClocks(silo.Services);
            configure?.Invoke(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        _grains = _cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();
    }

    public override async Task Stop()
    {
        foreach (var silo in Cluster.Silos.ToArray())
        {
            await Cluster.StopSiloAsync(silo);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private static InvalidOperationException NotStarted() => new("The engine has not been started.");

    private void AddClocks(IServiceCollection services)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, Time);
        services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, Time);
    }
}
