using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class NextcloudTalkHosting
{
    internal static IServiceCollection AddNextcloudTalk(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, NextcloudTalkAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, NextcloudTalkSender>());
        return services;
    }
}
