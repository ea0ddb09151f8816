using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class SignalHosting
{
    internal static IServiceCollection AddSignal(this IServiceCollection services)
    {
        services.TryAddSingleton<SignalReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, SignalAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, SignalSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, SignalReceiver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISidecarProbe, SignalProbe>());
        return services;
    }
}
