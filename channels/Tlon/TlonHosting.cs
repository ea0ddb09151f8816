using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class TlonHosting
{
    internal static IServiceCollection AddTlon(this IServiceCollection services)
    {
        services.TryAddSingleton<TlonFacts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, TlonAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, TlonSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, TlonReceiver>());
        return services;
    }
}
