using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Timers;
using Vespid.Embedded.Engine;
using Vespid.Embedded.State;

namespace Vespid.Embedded;

/// <summary>Registers the embedded engine.</summary>
public static class EmbeddedServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, its <see cref="IGrainFactory"/> and <see cref="IClusterClient"/>, and a hosted service that starts and stops it. It uses, where registered:
    /// <see cref="TimeProvider"/>, <see cref="ITurnDispatcher"/>, <see cref="IReminderTable"/>, every <see cref="IIncomingGrainCallFilter"/>,
    /// and <see cref="Orleans.Storage.IGrainStorage"/> keyed by storage name.
    /// </summary>
    public static IServiceCollection AddEmbeddedOrleans(this IServiceCollection services, Action<EmbeddedOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EmbeddedOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddedOptions>, EmbeddedOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITurnDispatcher, ThreadPoolTurnDispatcher>();
        services.TryAddSingleton<Silo>();
        services.TryAddSingleton<EmbeddedSilo>(static provider => provider.GetRequiredService<Silo>());
        services.TryAddSingleton<IClusterClient>(static provider => provider.GetRequiredService<Silo>().Factory);
        services.TryAddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<Silo>().Factory);
        services.TryAddSingleton<IGrainRuntime>(static provider => provider.GetRequiredService<Silo>().Runtime);
        services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<Silo>().Reminders!);
        services.TryAddSingleton<IAttributeToFactoryMapper<PersistentStateAttribute>, PersistentStateMapper>();
        services.AddHostedService<EmbeddedHostedService>();
        return services;
    }
}
