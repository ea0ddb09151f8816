using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class BlueBubblesHosting
{
    internal static IServiceCollection AddBlueBubbles(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, BlueBubblesAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, BlueBubblesSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISidecarProbe, BlueBubblesProbe>());
        return services;
    }
}
