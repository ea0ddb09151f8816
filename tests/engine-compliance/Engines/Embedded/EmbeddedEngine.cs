using Microsoft.Extensions.DependencyInjection;
using Vespid.Embedded;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>The embedded engine.</summary>
public sealed class EmbeddedEngine : Engine
{
    private ServiceProvider? _services;

    public Action<EmbeddedOptions> Configure { get; init; } = static _ => { };

    public override IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public EmbeddedSilo Silo => Services.GetRequiredService<EmbeddedSilo>();

    public ServiceProvider Services => _services ?? throw new InvalidOperationException("The engine has not been started.");

    public override Task Start(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        AddKit(services);
        services.AddEmbeddedOrleans(options =>
        {
            options.GrainAssemblies.Add(typeof(CounterGrain).Assembly);
            Configure(options);
        });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        return Silo.StartAsync(CancellationToken.None);
    }

    public override Task Stop() => Silo.StopAsync(CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        if (_services is { } services)
        {
            await Kit.Journal.Within(Stop(), static () => "the engine to stop");
            await services.DisposeAsync();
        }
    }
}
