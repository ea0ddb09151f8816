using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Silences and maintenance windows. The operator's cover all edges, those of others the edges of their organisation.</summary>
internal static class SilenceEndpoints
{
    public static void MapSilences(this IEndpointRouteBuilder routes)
    {
        var silences = routes.MapGroup("/api/alerts/silences").WithMetadata(new FleetRule()).WithTags("Alerts").ProducesEdgeErrors(400, 401, 403, 503);
        silences.MapGet("/", ListAsync).WithName("listSilences").WithSummary("Silences and maintenance windows that are not over; with past=true all");
        silences.MapPost("/", AddAsync).WithName("addSilence").WithSummary("Keep alerts from being told; what happens is recorded");
        silences.MapDelete("/{silenceId}", EndAsync).WithName("endSilence").WithSummary("End a silence now").ProducesEdgeErrors(404);
    }

    private static async Task<Results<Ok<SilenceList>, RefusalResult>> ListAsync(
        FleetScope scope, bool? past, int? limit, string? cursor, IAlertQueries alerts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await alerts.SilencesAsync(scope.Reach, past == true, page, cancellationToken);
        return TypedResults.Ok(new SilenceList([.. found.Items.Select(SilenceAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Created<SilenceAnswer>, RefusalResult>> AddAsync(
        FleetScope scope, EdgeBody<SilenceRequest> body, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (scope.Home(request.OrganizationId) is not { } organization)
            return (RefusalResult)HomeRefusal(scope, request.OrganizationId);
        var added = await grains.GetGrain<IAlertDeskGrain>(0).Silence(organization, request.ToCommand(), scope.Actor);
        if (added.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await alerts.SilenceAsync(scope.Reach, added.Value, cancellationToken) is { } silence
            ? TypedResults.Created((string?)null, SilenceAnswer.From(silence))
            : (RefusalResult)Refusal.NotFound("Silence");
    }

    private static async Task<Results<NoContent, RefusalResult>> EndAsync(
        FleetScope scope, Guid silenceId, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await alerts.SilenceAsync(scope.Reach, silenceId, cancellationToken) is not { } silence)
            return (RefusalResult)Refusal.NotFound("Silence");
        if (!scope.Manages(silence.OrganizationId))
            return (RefusalResult)Refusals.Forbidden;
        return await grains.GetGrain<IAlertDeskGrain>(0).EndSilence(silence.OrganizationId, silenceId, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.NoContent();
    }

    /// <summary>Why something new has no organisation to belong to.</summary>
    public static Refusal HomeRefusal(FleetScope scope, Guid? named) =>
        named is not null || !scope.Roles.Keys.Any(scope.Manages) ? Refusals.Forbidden : Refusals.Field("organizationId", "Required: you manage several organisations.");
}
