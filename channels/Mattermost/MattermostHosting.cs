using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class MattermostHosting
{
    internal static IServiceCollection AddMattermost(this IServiceCollection services)
    {
        services.TryAddSingleton<MattermostReader>();
        services.TryAddSingleton<MattermostApi>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, MattermostAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, MattermostSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, MattermostReceiver>());
        return services;
    }
}
