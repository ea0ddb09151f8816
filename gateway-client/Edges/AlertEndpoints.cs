using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Incidents and who looks after them.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/alerts").WithMetadata(new FleetRule()).WithTags("Alerts").ProducesEdgeErrors(400, 401, 403, 503);
        alerts.MapGet("/", ListAsync).WithName("listAlerts").WithSummary("Incidents, newest first, and what each receiver was told: state is firing, parked or all");
        alerts.MapPost("/{incidentId}/ack", AcknowledgeAsync).WithName("acknowledgeAlert").WithSummary("End reminders and escalation of an incident").ProducesEdgeErrors(404);
    }

    private static async Task<Results<Ok<IncidentList>, RefusalResult>> ListAsync(
        FleetScope scope, string? state, string? node, int? limit, string? cursor, IAlertQueries alerts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        IncidentState? which = state switch
        {
            null or "" or "firing" => IncidentState.Firing,
            "parked" => IncidentState.Parked,
            "all" => IncidentState.All,
            _ => null,
        };
        if (which is null)
            return (RefusalResult)Refusals.Field("state", "Expected firing, parked or all.");
        if (!string.IsNullOrEmpty(node) && !EdgeWords.NodeId.IsMatch(node))
            return (RefusalResult)Refusals.Field("node", "Expected a node id.");
        var found = await alerts.IncidentsAsync(scope.Reach, new IncidentFilter(which.Value, string.IsNullOrEmpty(node) ? null : node), page, cancellationToken);
        var outcomes = (await alerts.OutcomesAsync(scope.Reach, [.. found.Items.Select(item => item.Event.Id)], cancellationToken)).ToLookup(outcome => outcome.EventId);
        return TypedResults.Ok(new IncidentList([.. found.Items.Select(item => IncidentAnswer.From(item, outcomes))], found.NextCursor));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> AcknowledgeAsync(
        FleetScope scope, Guid incidentId, EdgeBody<AcknowledgeRequest> body, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (await alerts.IncidentAsync(scope.Reach, incidentId, cancellationToken) is not { } incident)
            return (RefusalResult)Refusal.NotFound("Incident");
        if (!scope.Manages(incident.Event.OrganizationId))
            return (RefusalResult)Refusals.Forbidden;
        return await grains.GetGrain<IAlertDeskGrain>(0).Acknowledge(incident.Event.OrganizationId, incidentId, request.Note, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
    }
}
