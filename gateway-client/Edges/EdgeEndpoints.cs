using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>The fleet: what there is and what happened to it.</summary>
internal static class EdgeEndpoints
{
    private const int LongestWord = 200;
    private const int MostChanges = 5_000;
    private const int MostHours = 24 * 30;

    public static void MapEdges(this IEndpointRouteBuilder routes)
    {
        var edges = routes.MapGroup("/api/edges").WithMetadata(new FleetRule()).WithTags("Edges").ProducesEdgeErrors(400, 401, 403, 503);
        edges.MapGet("/", ListAsync).WithName("listEdges").WithSummary("Edges, by id");
        edges.MapGet("/{nodeId}", GetAsync).WithName("getEdge").WithSummary("One edge").ProducesEdgeErrors(404);
        edges.MapGet("/{nodeId}/events", EventsAsync).WithName("listEdgeEvents").WithSummary("What happened to an edge, newest first, and who was told").ProducesEdgeErrors(404);
        edges.MapGet("/{nodeId}/timeline", TimelineAsync).WithName("getEdgeTimeline").WithSummary("States of an edge's upstreams and channels over time").ProducesEdgeErrors(404);
        edges.MapGet("/{nodeId}/timeline.svg", PictureAsync).WithName("getEdgePicture").WithSummary("The same as a picture")
            .Produces<string>(StatusCodes.Status200OK, TimelineSvg.MediaType).ProducesEdgeErrors(404);
    }

    private static async Task<Results<Ok<EdgeList>, RefusalResult>> ListAsync(
        FleetScope scope, string? partner, string? verdict, string? liveness, string? q, int? limit, string? cursor, IEdgeQueries edges, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        foreach (var (name, word) in (ReadOnlySpan<(string, string?)>)[("partner", partner), ("verdict", verdict), ("liveness", liveness), ("q", q)])
        {
            if (word?.Length > LongestWord)
                return (RefusalResult)Refusals.Field(name, $"Must have at most {LongestWord} characters.");
        }

        var found = await edges.ListAsync(
            scope.Reach, new EdgeFilter(NullIfEmpty(partner), NullIfEmpty(verdict), NullIfEmpty(liveness), NullIfEmpty(q)), page, cancellationToken);
        return TypedResults.Ok(new EdgeList([.. found.Items.Select(EdgeSummary.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<EdgeAnswer>, RefusalResult>> GetAsync(
        FleetScope scope, string nodeId, IEdgeQueries edges, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: false, cancellationToken);
        if (edge is null)
            return fault!;
        var view = await grains.GetGrain<IEdgeGrain>(edge.NodeId).View();
        var acknowledged = await alerts.AcknowledgedAsync(scope.Reach, [.. view?.Incidents.Select(incident => incident.Id) ?? []], cancellationToken);
        return TypedResults.Ok(EdgeAnswer.From(edge, view, acknowledged));
    }

    private static async Task<Results<Ok<EdgeEventList>, RefusalResult>> EventsAsync(
        FleetScope scope, string nodeId, int? limit, string? cursor, IEdgeQueries edges, IAlertQueries alerts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var wrong))
            return wrong;
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: false, cancellationToken);
        if (edge is null)
            return fault!;
        var found = await edges.EventsAsync(scope.Reach, edge.NodeId, page, cancellationToken);
        var outcomes = await alerts.OutcomesAsync(scope.Reach, [.. found.Items.Where(item => item.Alert is not null).Select(item => item.Id)], cancellationToken);
        var byEvent = outcomes.ToLookup(outcome => outcome.EventId);
        return TypedResults.Ok(new EdgeEventList([.. found.Items.Select(item => EdgeEventAnswer.Of(item, byEvent))], found.NextCursor));
    }

    private static async Task<Results<Ok<TimelineAnswer>, RefusalResult>> TimelineAsync(
        FleetScope scope, string nodeId, int? hours, IEdgeQueries edges, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (_, timeline, fault) = await DrawAsync(scope, nodeId, hours, edges, grains, time, cancellationToken);
        return timeline is null ? fault! : TypedResults.Ok(timeline);
    }

    private static async Task<IResult> PictureAsync(
        FleetScope scope, string nodeId, int? hours, IEdgeQueries edges, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (edge, timeline, fault) = await DrawAsync(scope, nodeId, hours, edges, grains, time, cancellationToken);
        return timeline is null ? fault! : TypedResults.Text(TimelineSvg.Draw(edge!.Label, timeline), TimelineSvg.MediaType);
    }

    private static async Task<(EdgeItem? Edge, TimelineAnswer? Timeline, RefusalResult? Fault)> DrawAsync(
        FleetScope scope, string nodeId, int? hours, IEdgeQueries edges, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (hours is < 1 or > MostHours)
            return (null, null, Refusals.Field("hours", $"Expected a whole number from 1 to {MostHours}."));
        var (edge, fault) = await scope.EdgeAsync(edges, nodeId, write: false, cancellationToken);
        if (edge is null)
            return (null, null, fault);
        var now = time.GetUtcNow();
        var from = now - TimeSpan.FromHours(hours ?? 24);
        var changes = await edges.ChangesAsync(scope.Reach, edge.NodeId, from, MostChanges, cancellationToken);
        var view = await grains.GetGrain<IEdgeGrain>(edge.NodeId).View();
        return (edge, Timeline.Of(changes, view, from, now), null);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
