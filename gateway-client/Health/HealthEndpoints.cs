using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.OpenApi;

namespace Vespid.Gateway.Health;

/// <summary>Health routes, and <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    public static void MapHealthRoutes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", HealthAsync).OnPort(PortRole.Health, PortRole.Control, PortRole.Ingress).ForAnyone().WithTags("Health")
            .WithName("getHealth").WithSummary("State of the process and its dependencies").Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        var health = routes.MapGroup("").OnPort(PortRole.Health).ForAnyone().ExcludeFromDescription();
        health.MapGet("/livez", () => TypedResults.Ok(OkAnswer.Yes));
        health.MapGet("/readyz", HealthAsync);
        health.MapGet("/startupz", StartupAsync);
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", MetricsAsync).OnPort(PortRole.Metrics).ForAnyone().ExcludeFromDescription();

    private static async Task<JsonHttpResult<HealthAnswer>> HealthAsync(HealthBoard board)
    {
        var answer = await board.LookAsync();
        return TypedResults.Json(answer, GatewayJson.Default.HealthAnswer, statusCode: answer.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<OkAnswer>> StartupAsync(HealthBoard board)
    {
        if (!board.HasBeenReady)
            await board.LookAsync();
        return TypedResults.Json(
            new OkAnswer(board.HasBeenReady), GatewayJson.Default.OkAnswer,
            statusCode: board.HasBeenReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<ContentHttpResult> MetricsAsync(IMetricsText metrics, CancellationToken cancellationToken) =>
        TypedResults.Text(await metrics.CollectAsync(cancellationToken), "text/plain; version=0.0.4; charset=utf-8");
}
