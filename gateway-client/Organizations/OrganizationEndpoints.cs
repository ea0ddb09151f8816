using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.SignIn;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>Organisations.</summary>
internal static class OrganizationEndpoints
{
    private static readonly Refusal Missing = Refusal.NotFound("Organisation");

    public static void MapOrganizations(this IEndpointRouteBuilder routes)
    {
        var organizations = routes.MapGroup("/v1/orgs").WithTags("Organisations").ProducesErrors(400, 401, 403, 503);
        organizations.MapGet("/", ListAsync).ForUsers().WithName("listOrganizations").WithSummary("The caller's organisations");
        organizations.MapPost("/", CreateAsync).ForUsers().WithName("createOrganization").WithSummary("Create an organisation; the caller owns it");
        organizations.MapGet("/{orgId}", GetAsync).WithMetadata(new OrganizationRule(AnyMember: true, OperatorToo: true))
            .WithName("getOrganization").WithSummary("One organisation").ProducesErrors(404);
        organizations.MapPatch("/{orgId}", ChangeAsync).WithMetadata(new OrganizationRule(OperatorToo: true))
            .WithName("changeOrganization").WithSummary("Change name, agent and roll-out; run limits by the operator only").ProducesErrors(404, 409);
    }

    private static async Task<Ok<OrganizationList>> ListAsync(Caller caller, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        var memberships = await identity.MembershipsAsync(caller.UserId, cancellationToken);
        return TypedResults.Ok(new OrganizationList(
            [.. memberships.Select(membership => new OrgMembershipAnswer(membership.OrganizationId, membership.OrganizationName, membership.Role))]));
    }

    private static async Task<Results<Created<OrganizationEnvelope>, RefusalResult>> CreateAsync(
        Caller caller, Body<OrganizationCreateRequest> body, IGrainFactory grains, IIdSource ids, IOrganizationQueries organizations, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var id = ids.NewId();
        if (await grains.GetGrain<IOrganizationGrain>(id).Create(request.Name, caller.UserId, caller.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await organizations.GetAsync(id, cancellationToken) is { } organization
            ? TypedResults.Created((string?)null, new OrganizationEnvelope(OrganizationAnswer.From(organization)))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<OrganizationEnvelope>, RefusalResult>> GetAsync(
        OrganizationScope scope, IOrganizationQueries organizations, CancellationToken cancellationToken) =>
        await organizations.GetAsync(scope.OrganizationId, cancellationToken) is { } organization
            ? TypedResults.Ok(new OrganizationEnvelope(OrganizationAnswer.From(organization)))
            : (RefusalResult)Missing;

    private static async Task<Results<Ok<OrganizationEnvelope>, RefusalResult>> ChangeAsync(
        OrganizationScope scope, Body<OrganizationPatchRequest> body, IGrainFactory grains, IIdentityQueries identity,
        IOrganizationQueries organizations, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (request.NeedsOperator && (await identity.UserAsync(scope.Caller.UserId, cancellationToken))?.DeploymentRole != OrganizationRoles.Operator)
            return (RefusalResult)Refusals.Forbidden;
        if (await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).Change(request.ToCommand(), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await GetAsync(scope, organizations, cancellationToken);
    }
}
