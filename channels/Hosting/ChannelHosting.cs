using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

/// <summary>Puts the channels into a host.</summary>
public static class ChannelHosting
{
    /// <summary>
    /// Adds <see cref="ChannelAdapters"/>, <see cref="ChannelSenders"/> and <see cref="VisitorToken"/>. The host supplies an
    /// <see cref="GrainInterfaces.Determinism.IIdSource"/>.
    /// </summary>
    public static IServiceCollection AddVespidChannels(this IServiceCollection services, Action<ChannelOptions> configure)
    {
        services.AddOptions<ChannelOptions>().Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VisitorToken>();
        return services;
    }
}
