using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class IMessageHosting
{
    internal static IServiceCollection AddIMessage(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, IMessageAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, IMessageSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISidecarProbe, IMessageProbe>());
        return services;
    }
}
