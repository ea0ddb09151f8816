using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>Who may talk to an account.</summary>
internal static class AllowlistEndpoints
{
    public static void MapAllowlist(this IEndpointRouteBuilder routes)
    {
        var allowlist = routes.MapGroup(AccountEndpoints.Root + "/{accountId}/allowlist").ForManagers().WithTags("Channel allowlists").ProducesErrors(400, 401, 403, 404, 503);
        allowlist.MapGet("/", ListAsync).WithName("listAllowlist").WithSummary("Entries, by scope and subject");
        allowlist.MapPut("/", PutAsync).WithName("putAllowlistEntry").WithSummary("Add an entry; repeating it changes nothing");
        allowlist.MapDelete("/", DeleteAsync).WithName("deleteAllowlistEntry").WithSummary("Remove an entry");
    }

    private static async Task<Results<Ok<AllowlistList>, RefusalResult>> ListAsync(
        OrganizationScope scope, Guid accountId, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "scope")] string? ofScope, int? limit, string? cursor,
        IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault, PageRequest.MaxLimit))
            return fault;
        if (ofScope is { Length: 0 or > AllowlistRequest.MostScope })
            return (RefusalResult)Refusals.Field("scope", $"Must have 1 to {AllowlistRequest.MostScope} characters.");
        if (await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is null)
            return (RefusalResult)Refusal.NotFound("Channel account");
        var found = await accounts.AllowlistAsync(scope.OrganizationId, accountId, ofScope, page, cancellationToken);
        return TypedResults.Ok(new AllowlistList([.. found.Items.Select(AllowlistAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Created<AllowlistEnvelope>, RefusalResult>> PutAsync(
        OrganizationScope scope, Guid accountId, Body<AllowlistRequest> body, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (await grains.GetGrain<IChannelAccountGrain>(accountId).Allow(scope.OrganizationId, request.Scope, request.Subject, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await accounts.AllowlistEntryAsync(scope.OrganizationId, accountId, request.Scope, request.Subject, cancellationToken) is { } entry
            ? TypedResults.Created((string?)null, new AllowlistEnvelope(AllowlistAnswer.From(entry)))
            : (RefusalResult)Refusal.NotFound("Allowlist entry");
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> DeleteAsync(
        OrganizationScope scope, Guid accountId, Body<AllowlistRequest> body, IGrainFactory grains)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        return await grains.GetGrain<IChannelAccountGrain>(accountId).Disallow(scope.OrganizationId, request.Scope, request.Subject, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
    }
}
