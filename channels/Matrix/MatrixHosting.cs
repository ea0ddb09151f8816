using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class MatrixHosting
{
    internal static IServiceCollection AddMatrix(this IServiceCollection services)
    {
        services.TryAddSingleton<MatrixEventReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, MatrixAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, MatrixSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, MatrixReceiver>());
        return services;
    }
}
