using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Figures of each edge. Apart from <c>/metrics</c>, and only where that is asked for: their number grows with the fleet.</summary>
internal static class EdgeFiguresEndpoint
{
    public static void MapEdgeFigures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics/edges", GetAsync).OnPort(PortRole.Metrics).ForAnyone().ExcludeFromDescription();

    private static async Task<IResult> GetAsync(IOptions<GatewayOptions> options, IEdgeQueries edges, CancellationToken cancellationToken) =>
        options.Value.EdgeMetrics
            ? TypedResults.Text(EdgeFiguresText.Write(await edges.FiguresAsync(cancellationToken)), "text/plain; version=0.0.4; charset=utf-8")
            : TypedResults.NotFound();
}
