using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.SignIn;

/// <summary>The signed-in user.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/me", MeAsync).ForUsers().WithTags("Sign-in").WithName("getMe").WithSummary("The signed-in user and the organisations")
            .ProducesErrors(401, 503);

    private static async Task<Results<Ok<MeAnswer>, RefusalResult>> MeAsync(Caller caller, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (await identity.UserAsync(caller.UserId, cancellationToken) is not { } user)
            return new RefusalResult(Refusals.Unauthorized);
        var orgs = (await identity.MembershipsAsync(caller.UserId, cancellationToken))
            .Select(membership => new OrgMembershipAnswer(membership.OrganizationId, membership.OrganizationName, membership.Role)).ToList();
        return TypedResults.Ok(new MeAnswer(UserAnswer.From(user), orgs, orgs.Count > 0 ? orgs[0].Id : null));
    }
}
