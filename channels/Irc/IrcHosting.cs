using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class IrcHosting
{
    internal static IServiceCollection AddIrc(this IServiceCollection services)
    {
        services.TryAddSingleton<IrcConnections>();
        services.TryAddSingleton<IrcDialer>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, IrcAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, IrcSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, IrcReceiver>());
        return services;
    }
}
