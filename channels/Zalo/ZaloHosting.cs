using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class ZaloHosting
{
    internal static IServiceCollection AddZalo(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, ZaloAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, ZaloSender>());
        return services;
    }
}
