using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class NostrHosting
{
    internal static IServiceCollection AddNostr(this IServiceCollection services)
    {
        services.TryAddSingleton<ISchnorr>(_ => new LibSecp256k1());
        services.TryAddSingleton<NostrProof>();
        services.TryAddSingleton<NostrReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, NostrAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, NostrSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, NostrReceiver>());
        return services;
    }
}
