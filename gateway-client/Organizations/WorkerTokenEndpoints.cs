using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>Tokens of an organisation's workers.</summary>
internal static class WorkerTokenEndpoints
{
    public static void MapWorkerTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/v1/orgs/{orgId}/worker-tokens").ForManagers().WithTags("Worker tokens").ProducesErrors(400, 401, 403, 503);
        tokens.MapGet("/", ListAsync).WithName("listWorkerTokens").WithSummary("Worker tokens, newest first");
        tokens.MapPost("/", AddAsync).WithName("addWorkerToken").WithSummary("Make a worker token; it is shown this once");
        tokens.MapDelete("/{tokenId}", RevokeAsync).WithName("revokeWorkerToken").WithSummary("Revoke a worker token").ProducesErrors(404);
    }

    private static async Task<Results<Ok<WorkerTokenList>, RefusalResult>> ListAsync(
        OrganizationScope scope, int? limit, string? cursor, IOrganizationQueries organizations, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await organizations.WorkerTokensAsync(scope.OrganizationId, page, cancellationToken);
        return TypedResults.Ok(new WorkerTokenList([.. found.Items.Select(WorkerTokenAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Created<WorkerTokenCreatedAnswer>, RefusalResult>> AddAsync(
        OrganizationScope scope, Body<WorkerTokenRequest> body, IGrainFactory grains)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).AddWorkerToken(request.Name, scope.Actor);
        return outcome.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Created((string?)null, new WorkerTokenCreatedAnswer(outcome.Value!.Id, request.Name, outcome.Value.Token));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> RevokeAsync(OrganizationScope scope, Guid tokenId, IGrainFactory grains) =>
        await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).RevokeWorkerToken(tokenId, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
}
