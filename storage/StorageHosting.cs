using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Storage;

/// <summary>Puts the storage core into a host.</summary>
public static class StorageHosting
{
    /// <summary>Adds the commit log, the lease, grain state, reminders, lanes and what starts them.</summary>
    public static IServiceCollection AddVespidStorage(this IServiceCollection services, Action<StorageOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Database>();
        return services;
    }
}
