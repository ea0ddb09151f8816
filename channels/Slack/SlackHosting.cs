using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class SlackHosting
{
    internal static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.TryAddSingleton<SlackReader>();
        services.TryAddSingleton<SlackSignature>();
        services.TryAddSingleton<SlackApi>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, SlackAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, SlackSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, SlackReceiver>());
        return services;
    }
}
