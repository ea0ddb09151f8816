using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vespid.Gateway.Edges;

/// <summary>All routes of partner edges.</summary>
internal static class EdgeRoutes
{
    public static IServiceCollection AddEdgeSurface(this IServiceCollection services) => services
        .AddSingleton<AgentMetrics>()
        .AddSingleton<RejectedBearers>()
        .AddSingleton<InstallerFiles>();

    /// <summary>What agents and the public reach.</summary>
    public static void MapEdgeIngress(this IEndpointRouteBuilder routes)
    {
        // Counts from the start on, not from the first request.
        _ = routes.ServiceProvider.GetRequiredService<AgentMetrics>();
        var agents = routes.MapGroup("").ExcludeFromDescription();
        agents.MapRegistration();
        agents.MapAgentConfig();
        agents.MapAgentReports();
        agents.MapInstaller();
        agents.MapPartnerStatus();
    }

    /// <summary>What operators use.</summary>
    public static void MapEdgeControl(this IEndpointRouteBuilder routes)
    {
        routes.MapEdges();
        routes.MapEdgeCommands();
        routes.MapEdgeConfigs();
        routes.MapEdgeCatalog();
        routes.MapPartners();
        routes.MapAlerts();
        routes.MapSilences();
        routes.MapReceivers();
    }
}
