using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class FeishuHosting
{
    internal static IServiceCollection AddFeishu(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, FeishuAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, FeishuSender>());
        return services;
    }
}
