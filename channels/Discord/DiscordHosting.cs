using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class DiscordHosting
{
    internal static IServiceCollection AddDiscord(this IServiceCollection services)
    {
        services.TryAddSingleton<IEd25519, OpenSslEd25519>();
        services.TryAddSingleton<DiscordReader>();
        services.TryAddSingleton<DiscordSignature>();
        services.TryAddSingleton<DiscordApi>();
        services.TryAddSingleton<DiscordBuckets>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, DiscordAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, DiscordSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, DiscordReceiver>());
        return services;
    }
}
