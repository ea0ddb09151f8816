using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Vespid.Embedded;
using Vespid.Grains;
using Vespid.Storage;

namespace Vespid.Tests.Unit.Runtime;

/// <summary>Grains on the embedded engine. What a test does not put in place of it is registered as in the program, and never started.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private GrainHost(ServiceProvider services) => _services = services;

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    /// <param name="add">What the grains of the test need, in place of the program's.</param>
    /// <param name="isStrict">Whether arguments and results are copied, as between processes.</param>
    public static async Task<GrainHost> StartAsync(Action<IServiceCollection> add, bool isStrict = false)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System);
        // Other grains ask for it; a test replaces what its own grain uses.
        services.AddVespidStorage(_ => { }).RemoveAll<IReminderTable>();
        add(services);
        services.AddEmbeddedOrleans(options =>
        {
            options.GrainAssemblies.Add(typeof(GrainsHosting).Assembly);
            options.StrictSerialization = isStrict;
        });
        var host = new GrainHost(services.BuildServiceProvider());
        await host._services.GetRequiredService<EmbeddedSilo>().StartAsync(CancellationToken.None);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<EmbeddedSilo>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
