using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

internal static class MsTeamsHosting
{
    internal static IServiceCollection AddMsTeams(this IServiceCollection services)
    {
        services.TryAddSingleton<TeamsTokens>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, TeamsAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, TeamsSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISidecarProbe, TeamsProbe>());
        return services;
    }
}
