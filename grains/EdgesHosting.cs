using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Grains.Alerts;
using Vespid.Grains.Delivery;
using Vespid.Grains.Edges;

namespace Vespid.Grains;

/// <summary>Puts partner edges and their alerts into a host that has <see cref="GrainsHosting.AddVespidGrains"/>.</summary>
public static class EdgesHosting
{
    public static IServiceCollection AddVespidEdges(this IServiceCollection services, Action<EdgeOptions> configure)
    {
        services.AddOptions<EdgeOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();
        services.AddSingleton<EdgeSecrets>();
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton<AlertAddresses>();
        services.AddSingleton<IOutboxSender, AlertOutboxSender>();
        services.AddSingleton<EdgeSightings>();
        services.AddHostedService(provider => provider.GetRequiredService<EdgeSightings>());
        services.AddSingleton<EdgeBreakers>();
        services.AddHostedService(provider => provider.GetRequiredService<EdgeBreakers>());
        services.AddHostedService<EdgeWatch>();
        services.AddHostedService<AlertWaker>();
        return services;
    }
}
