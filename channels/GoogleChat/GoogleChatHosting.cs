using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class GoogleChatHosting
{
    internal static IServiceCollection AddGoogleChat(this IServiceCollection services)
    {
        services.TryAddSingleton<GoogleChatTokens>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, GoogleChatAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, GoogleChatSender>());
        return services;
    }
}
