using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class TwitchHosting
{
    internal static IServiceCollection AddTwitch(this IServiceCollection services)
    {
        services.TryAddSingleton<TwitchReader>();
        services.TryAddSingleton<TwitchSignature>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, TwitchAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, TwitchSender>());
        return services;
    }
}
