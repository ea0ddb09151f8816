using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>
/// Partners and their registration tokens. Only the operator adds one: whoever registers an edge is given what all edges share.
/// </summary>
internal static class PartnerEndpoints
{
    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        var partners = routes.MapGroup("/api/partners").WithMetadata(new FleetRule()).WithTags("Partners").ProducesEdgeErrors(400, 401, 403, 503);
        partners.MapGet("/", ListAsync).WithName("listPartners").WithSummary("Partners, by id");
        partners.MapPost("/", CreateAsync).WithName("createPartner").WithSummary("Add a partner; the operator only").ProducesEdgeErrors(404, 409);
        partners.MapPatch("/{partnerId}", ChangeAsync).WithName("changePartner")
            .WithSummary("Change a partner; its bounds (allowedDomains, maxNodes, legacyAnonKeys) by the operator only").ProducesEdgeErrors(404, 409);
        partners.MapGet("/{partnerId}/tokens", TokensAsync).WithName("listRegistrationTokens").WithSummary("Registration tokens, newest first").ProducesEdgeErrors(404);
        partners.MapPost("/{partnerId}/tokens", IssueAsync).WithName("issueRegistrationToken").WithSummary("Make a registration token; it is shown this once").ProducesEdgeErrors(404);
        partners.MapDelete("/{partnerId}/tokens/{tokenId}", RevokeAsync).WithName("revokeRegistrationToken").WithSummary("Revoke a token that was not redeemed").ProducesEdgeErrors(404, 409);
    }

    private static async Task<Ok<PartnerList>> ListAsync(FleetScope scope, IEdgeQueries edges, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PartnerList([.. (await edges.PartnersAsync(scope.Reach, cancellationToken)).Select(PartnerAnswer.From)]));

    private static async Task<Results<Created<PartnerAnswer>, RefusalResult>> CreateAsync(
        FleetScope scope, EdgeBody<PartnerCreateRequest> body, IEdgeQueries edges, IOrganizationQueries organizations, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!scope.IsOperator)
            return (RefusalResult)Refusals.Forbidden;
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        if (await organizations.GetAsync(request.OrganizationId, cancellationToken) is null)
            return (RefusalResult)Refusals.Field("organizationId", "There is no such organisation.");
        if (await grains.GetGrain<IPartnerGrain>(request.Id).Create(request.OrganizationId, request.ToSettings(), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        var (partner, fault) = await scope.PartnerAsync(edges, request.Id, write: true, cancellationToken);
        return partner is null ? fault! : TypedResults.Created((string?)null, PartnerAnswer.From(partner));
    }

    private static async Task<Results<Ok<PartnerAnswer>, RefusalResult>> ChangeAsync(
        FleetScope scope, string partnerId, EdgeBody<PartnerPatchRequest> body, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (partner, fault) = await scope.PartnerAsync(edges, partnerId, write: true, cancellationToken);
        if (partner is null)
            return fault!;
        if (request.NeedsOperator && !scope.IsOperator)
            return (RefusalResult)Refusals.Forbidden;
        if (await grains.GetGrain<IPartnerGrain>(partner.Id).Change(request.ApplyTo(partner), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        var (changed, gone) = await scope.PartnerAsync(edges, partnerId, write: true, cancellationToken);
        return changed is null ? gone! : TypedResults.Ok(PartnerAnswer.From(changed));
    }

    private static async Task<Results<Ok<RegistrationTokenList>, RefusalResult>> TokensAsync(
        FleetScope scope, string partnerId, IEdgeQueries edges, CancellationToken cancellationToken)
    {
        var (partner, fault) = await scope.PartnerAsync(edges, partnerId, write: true, cancellationToken);
        if (partner is null)
            return fault!;
        return TypedResults.Ok(new RegistrationTokenList(
            [.. (await edges.TokensAsync(scope.Reach, partner.Id, cancellationToken)).Select(RegistrationTokenAnswer.From)]));
    }

    private static async Task<Results<Created<RegistrationTokenCreatedAnswer>, RefusalResult>> IssueAsync(
        FleetScope scope, string partnerId, EdgeBody<RegistrationTokenRequest> body, IEdgeQueries edges, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (partner, fault) = await scope.PartnerAsync(edges, partnerId, write: true, cancellationToken);
        if (partner is null)
            return fault!;
        var life = request.TimeToLiveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var issued = await grains.GetGrain<IPartnerGrain>(partner.Id).IssueToken(request.Domain, life, scope.Actor);
        return issued.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Created((string?)null, new RegistrationTokenCreatedAnswer(issued.Value!.Id, issued.Value.Token, time.GetUtcNow() + issued.Value.TimeToLive));
    }

    private static async Task<Results<NoContent, RefusalResult>> RevokeAsync(
        FleetScope scope, string partnerId, Guid tokenId, IEdgeQueries edges, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (partner, fault) = await scope.PartnerAsync(edges, partnerId, write: true, cancellationToken);
        if (partner is null)
            return fault!;
        return await grains.GetGrain<IPartnerGrain>(partner.Id).RevokeToken(tokenId, scope.Actor) is { } refusal ? (RefusalResult)refusal : TypedResults.NoContent();
    }
}
