using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Configurations of an edge, without their secrets.</summary>
internal static class EdgeConfigEndpoints
{
    private const int ShownEpochs = 50;

    public static void MapEdgeConfigs(this IEndpointRouteBuilder routes)
    {
        var config = routes.MapGroup("/api/edges/{nodeId}/config").WithMetadata(new FleetRule()).WithTags("Edges").ProducesEdgeErrors(400, 401, 403, 404, 503);
        config.MapGet("/", GetAsync).WithName("getEdgeConfig").WithSummary("A configuration, secrets masked, and the epochs before it");
        config.MapGet("/diff", DiffAsync).WithName("diffEdgeConfig").WithSummary("What two epochs differ in; without them the desired one and the one before it");
        config.MapPost("/rollback", RollBackAsync).WithName("rollBackEdgeConfig").WithSummary("Issue what an earlier epoch said as a new one").ProducesEdgeErrors(409);
    }

    private static async Task<Results<Ok<EdgeConfigAnswer>, RefusalResult>> GetAsync(
        FleetScope scope, string nodeId, long? epoch, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: false, cancellationToken);
        if (edge is null)
            return fault!;
        var config = await grains.GetGrain<IEdgeGrain>(edge.NodeId).MaskedConfig(epoch);
        if (config.Refusal is { } refusal)
            return (RefusalResult)refusal;
        var epochs = await edges.ConfigsAsync(scope.Reach, edge.NodeId, ShownEpochs, cancellationToken);
        return TypedResults.Ok(new EdgeConfigAnswer(config.Value!.Epoch, JsonElement.Parse(config.Value.Json), [.. epochs.Select(EpochAnswer.From)]));
    }

    private static async Task<Results<Ok<ConfigDiffAnswer>, RefusalResult>> DiffAsync(
        FleetScope scope, string nodeId, long? from, long? to, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: false, cancellationToken);
        if (edge is null)
            return fault!;
        var differences = await grains.GetGrain<IEdgeGrain>(edge.NodeId).Diff(from, to);
        return differences.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(new ConfigDiffAnswer(from, to, [.. differences.Value.Select(item => new DifferenceAnswer(item.Path, item.From, item.To))]));
    }

    private static async Task<Results<Created<EpochNumberAnswer>, RefusalResult>> RollBackAsync(
        FleetScope scope, string nodeId, EdgeBody<RollBackRequest> body, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        var issued = await grains.GetGrain<IEdgeGrain>(edge.NodeId).RollBack(request.Epoch, scope.Actor);
        return issued.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Created((string?)null, new EpochNumberAnswer(issued.Value));
    }
}
