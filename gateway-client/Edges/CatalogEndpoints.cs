using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>What all edges share, and how a change of it reaches them.</summary>
internal static class CatalogEndpoints
{
    public static void MapEdgeCatalog(this IEndpointRouteBuilder routes)
    {
        var catalog = routes.MapGroup("/api/edges/catalog").WithMetadata(new FleetRule(OperatorOnly: true)).WithTags("Edge catalog").ProducesEdgeErrors(400, 401, 403, 503);
        catalog.MapGet("/", GetAsync).WithName("getEdgeCatalog").WithSummary("What all edges share, secrets masked, and its roll-out");
        catalog.MapPut("/", PutAsync).Accepts<JsonObject>("application/json").WithName("putEdgeCatalog")
            .WithSummary("Replace it; a masked secret sent back keeps the one that is there").ProducesEdgeErrors(409);
        catalog.MapPost("/rollout", RollOutAsync).WithName("rollOutEdgeCatalog").WithSummary("Advance, halt or resume the roll-out");
    }

    private static async Task<Ok<CatalogAnswer>> GetAsync(IGrainFactory grains) => TypedResults.Ok(CatalogAnswer.From(await grains.GetGrain<IFleetGrain>(0).Get()));

    private static async Task<Results<Ok<CatalogAnswer>, RefusalResult>> PutAsync(HttpContext context, FleetScope scope, IGrainFactory grains)
    {
        var (root, fault) = await EdgeJson.ReadAsync(context);
        if (root is not { } catalog)
            return (RefusalResult)fault!;
        if (!JsonText.IsStorable(catalog))
            return (RefusalResult)Refusals.Field("catalog", "Strings must be Unicode text without U+0000.");
        var fleet = grains.GetGrain<IFleetGrain>(0);
        var put = await fleet.Put(catalog.GetRawText(), scope.Actor);
        return put.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(CatalogAnswer.From(await fleet.Get()));
    }

    private static async Task<Results<Ok<CatalogAnswer>, RefusalResult>> RollOutAsync(FleetScope scope, EdgeBody<RollOutRequest> body, IGrainFactory grains)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var fleet = grains.GetGrain<IFleetGrain>(0);
        return await fleet.RollOut(request.Action, scope.Actor) is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(CatalogAnswer.From(await fleet.Get()));
    }
}
