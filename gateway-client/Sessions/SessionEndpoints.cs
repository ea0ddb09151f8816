using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Workflows;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Sessions;

/// <summary>Sessions of an organisation's agent.</summary>
internal static class SessionEndpoints
{
    private static readonly Refusal Missing = Refusal.NotFound("Session");

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1/orgs/{orgId}/sessions").ForManagers().WithTags("Sessions").ProducesErrors(400, 401, 403, 503);
        sessions.MapGet("/", ListAsync).WithName("listSessions").WithSummary("Sessions, newest first");
        sessions.MapPost("/", OpenAsync).WithName("openSession").WithSummary("Open a session").ProducesErrors(409);
        sessions.MapGet("/{sessionId}", GetAsync).WithName("getSession").WithSummary("A session with its turns, newest first").ProducesErrors(404);
        sessions.MapPost("/{sessionId}/turns", SendAsync).WithName("sendTurn").WithSummary("Put a turn into a session").ProducesErrors(404, 409, 429);
    }

    private static async Task<Results<Ok<SessionList>, RefusalResult>> ListAsync(
        OrganizationScope scope, int? limit, string? cursor, ISessionQueries sessions, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await sessions.ListAsync(scope.OrganizationId, page, cancellationToken);
        return TypedResults.Ok(new SessionList([.. found.Items.Select(SessionInfo.From)], found.NextCursor));
    }

    private static async Task<Results<Created<SessionEnvelope>, RefusalResult>> OpenAsync(
        OrganizationScope scope, Body<SessionCreateRequest> body, IGrainFactory grains, ISessionQueries sessions, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).OpenSession(request.Title, scope.Actor);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await sessions.GetAsync(scope.OrganizationId, outcome.Value, new PageRequest(1), cancellationToken) is { } detail
            ? TypedResults.Created((string?)null, new SessionEnvelope(SessionInfo.From(detail.Session)))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<SessionDetailAnswer>, RefusalResult>> GetAsync(
        OrganizationScope scope, Guid sessionId, int? limit, string? cursor, ISessionQueries sessions, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        return await sessions.GetAsync(scope.OrganizationId, sessionId, page, cancellationToken) is { } detail
            ? TypedResults.Ok(new SessionDetailAnswer(SessionInfo.From(detail.Session), [.. detail.Turns.Items.Select(RunAnswer.From)], detail.Turns.NextCursor))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Created<RunEnvelope>, RefusalResult>> SendAsync(
        OrganizationScope scope, Guid sessionId, Body<TurnRequest> body, IGrainFactory grains, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).SendTurn(sessionId, request.Text, scope.Actor);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await workflows.RunAsync(scope.OrganizationId, outcome.Value, cancellationToken) is { } run
            ? TypedResults.Created((string?)null, new RunEnvelope(RunAnswer.From(run)))
            : (RefusalResult)Missing;
    }
}
