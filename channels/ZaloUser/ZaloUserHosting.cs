using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class ZaloUserHosting
{
    internal static IServiceCollection AddZaloUser(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, ZaloUserAdapter>());
        return services;
    }
}
