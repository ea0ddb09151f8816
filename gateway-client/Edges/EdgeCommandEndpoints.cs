using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>What operators ask of an edge. Edges sit behind address translation: commands ride on the answer to their next report.</summary>
internal static class EdgeCommandEndpoints
{
    public static void MapEdgeCommands(this IEndpointRouteBuilder routes)
    {
        var edge = routes.MapGroup("/api/edges/{nodeId}").WithMetadata(new FleetRule()).WithTags("Edges").ProducesEdgeErrors(400, 401, 403, 404, 409, 410, 503);
        edge.MapPost("/refresh", (FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
            CommandAsync(scope, nodeId, "refresh_config", edges, grains, cancellationToken)).WithName("refreshEdge").WithSummary("Have the edge fetch its configuration");
        edge.MapPost("/probe", (FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
            CommandAsync(scope, nodeId, "probe_now", edges, grains, cancellationToken)).WithName("probeEdge").WithSummary("Have the edge probe its channels now");
        edge.MapPost("/hold", HoldAsync).WithName("holdEdge").WithSummary("Announce nothing of the edge until it is taken off hold; what happens is recorded");
        edge.MapPost("/unhold", (FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
            DoAsync(scope, nodeId, edges, grain => grain.Hold(false, null, scope.Actor), grains, cancellationToken)).WithName("unholdEdge").WithSummary("End a hold");
        edge.MapPost("/unpark", UnparkAsync).WithName("unparkEdge").WithSummary("Close the circuit breaker of the edge at all its receivers");
        edge.MapPost("/interval", IntervalAsync).WithName("setEdgeInterval").WithSummary("How often the edge reports from now on");
        edge.MapPost("/rotate-token", RotateTokenAsync).WithName("rotateEdgeToken").WithSummary("Make a new service token; it is shown this once");
        edge.MapPost("/rotate-token/deliver", DeliverTokenAsync).WithName("deliverEdgeToken")
            .WithSummary("Make a new service token that the edge itself gets with its next answer; the one before holds until then");
        edge.MapPost("/rotate-identity", (FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
            DoAsync(scope, nodeId, edges, grain => grain.AllowNewIdentity(scope.Actor), grains, cancellationToken)).WithName("rotateEdgeIdentity")
            .WithSummary("Let the next re-attachment bring other keys");
        edge.MapPost("/deregister", (FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
            DoAsync(scope, nodeId, edges, grain => grain.Retire(scope.Actor), grains, cancellationToken)).WithName("deregisterEdge").WithSummary("Take the edge out of service for good");
    }

    private static async Task<Results<Accepted<CommandAnswer>, RefusalResult>> CommandAsync(
        FleetScope scope, string nodeId, string type, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        return Queued(await grains.GetGrain<IEdgeGrain>(edge.NodeId).Command(type, null, scope.Actor));
    }

    private static async Task<Results<Accepted<CommandAnswer>, RefusalResult>> IntervalAsync(
        FleetScope scope, string nodeId, EdgeBody<IntervalRequest> body, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        return Queued(await grains.GetGrain<IEdgeGrain>(edge.NodeId).Command("set_interval", request.Seconds.ToString(CultureInfo.InvariantCulture), scope.Actor));
    }

    private static async Task<Results<Accepted<CommandAnswer>, RefusalResult>> DeliverTokenAsync(
        FleetScope scope, string nodeId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        return edge is null ? fault! : Queued(await grains.GetGrain<IEdgeGrain>(edge.NodeId).DeliverToken(scope.Actor));
    }

    private static Results<Accepted<CommandAnswer>, RefusalResult> Queued(Outcome<string> queued) =>
        queued.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Accepted((string?)null, new CommandAnswer(queued.Value!));

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> HoldAsync(
        FleetScope scope, string nodeId, EdgeBody<HoldRequest> body, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken) =>
        body.IsSound(out var request, out var fault)
            ? await DoAsync(scope, nodeId, edges, grain => grain.Hold(true, request.Reason, scope.Actor), grains, cancellationToken)
            : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> UnparkAsync(
        FleetScope scope, string nodeId, IEdgeQueries edges, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        foreach (var receiver in await alerts.ReceiversOfAsync(scope.Reach, edge, cancellationToken))
        {
            // One that is removed meanwhile has nothing parked.
            if (await grains.GetGrain<IAlertReceiverGrain>(receiver).Unpark(edge.NodeId, scope.Actor) is { Kind: not RefusalKind.NotFound } refusal)
                return (RefusalResult)refusal;
        }

        return TypedResults.Ok(OkAnswer.Yes);
    }

    private static async Task<Results<Ok<ServiceTokenAnswer>, RefusalResult>> RotateTokenAsync(
        FleetScope scope, string nodeId, EdgeBody<RotateTokenRequest> body, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        var rotated = await grains.GetGrain<IEdgeGrain>(edge.NodeId).RotateToken(TimeSpan.FromSeconds(request.OverlapSeconds ?? 0), scope.Actor);
        return rotated.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(new ServiceTokenAnswer(rotated.Value!));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> DoAsync(
        FleetScope scope, string nodeId, IEdgeQueries edges, Func<IEdgeGrain, Task<Refusal?>> act, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: true, cancellationToken);
        if (edge is null)
            return fault!;
        return await act(grains.GetGrain<IEdgeGrain>(edge.NodeId)) is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(OkAnswer.Yes);
    }
}
