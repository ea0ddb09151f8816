using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class LineHosting
{
    internal static IServiceCollection AddLine(this IServiceCollection services)
    {
        services.TryAddSingleton<LineReplyTokens>();
        services.TryAddSingleton<LineWebhookReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, LineAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, LineSender>());
        return services;
    }
}
