using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>Members of an organisation. Only owners make and unmake owners.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapGroup("/v1/orgs/{orgId}/members").WithTags("Organisations").ProducesErrors(400, 401, 403, 503);
        members.MapGet("/", ListAsync).ForMembers().WithName("listMembers").WithSummary("Members, in the order in which they registered");
        members.MapPost("/", AddAsync).ForManagers().WithName("addMember").WithSummary("Add a registered user by e-mail address").ProducesErrors(404, 409);
        members.MapPut("/{userId}", PutAsync).ForManagers().WithName("setMember").WithSummary("Add a member by user id, or change the role").ProducesErrors(404, 409);
        members.MapDelete("/{userId}", RemoveAsync).ForManagers().WithName("removeMember").WithSummary("Remove a member").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<MemberList>, RefusalResult>> ListAsync(
        OrganizationScope scope, int? limit, string? cursor, IOrganizationQueries organizations, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await organizations.MembersAsync(scope.OrganizationId, page, cancellationToken);
        return TypedResults.Ok(new MemberList([.. found.Items.Select(MemberAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> AddAsync(
        OrganizationScope scope, Body<MemberAddRequest> body, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (await identity.UserByEmailAsync(request.Email, cancellationToken) is not { } user)
            return (RefusalResult)Refusal.NotFound("User");
        return await SetAsync(scope, user.Id, request.Role ?? OrganizationRoles.Member, grains, identity, cancellationToken);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> PutAsync(
        OrganizationScope scope, Guid userId, Body<MemberPutRequest> body, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (await identity.UserAsync(userId, cancellationToken) is null)
            return (RefusalResult)Refusal.NotFound("User");
        return await SetAsync(scope, userId, request.Role, grains, identity, cancellationToken);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> RemoveAsync(
        OrganizationScope scope, Guid userId, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (await identity.MembershipAsync(scope.OrganizationId, userId, cancellationToken) is not { } member)
            return (RefusalResult)Refusal.NotFound("Member");
        if (!MayTouch(scope, member.Role, null))
            return (RefusalResult)Refusals.Forbidden;
        return await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).RemoveMember(userId, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> SetAsync(
        OrganizationScope scope, Guid userId, string role, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        var member = await identity.MembershipAsync(scope.OrganizationId, userId, cancellationToken);
        if (!MayTouch(scope, member?.Role, role))
            return (RefusalResult)Refusals.Forbidden;
        return await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).SetMember(userId, role, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
    }

    /// <summary>An admin could otherwise make itself an owner.</summary>
    private static bool MayTouch(OrganizationScope scope, string? from, string? to) =>
        scope.Role == OrganizationRoles.Owner || (from != OrganizationRoles.Owner && to != OrganizationRoles.Owner);
}
