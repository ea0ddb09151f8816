using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class WhatsAppHosting
{
    internal static IServiceCollection AddWhatsApp(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, WhatsAppAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, WhatsAppSender>());
        return services;
    }
}
