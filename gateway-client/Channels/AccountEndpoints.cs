using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>Channel accounts of an organisation.</summary>
internal static class AccountEndpoints
{
    public const string Root = "/v1/orgs/{orgId}/channels/accounts";
    private static readonly Refusal Missing = Refusal.NotFound("Channel account");

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup(Root).ForManagers().WithTags("Channel accounts").ProducesErrors(400, 401, 403, 503);
        accounts.MapGet("/", ListAsync).WithName("listChannelAccounts").WithSummary("Accounts, newest change first");
        accounts.MapPost("/", CreateAsync).WithName("createChannelAccount").WithSummary("Claim a channel and key").ProducesErrors(409);
        accounts.MapGet("/{accountId}", GetAsync).WithName("getChannelAccount").WithSummary("One account").ProducesErrors(404);
        accounts.MapPatch("/{accountId}", ChangeAsync).WithName("changeChannelAccount").WithSummary("Change an account").ProducesErrors(404, 409);
        accounts.MapDelete("/{accountId}", DeleteAsync).WithName("deleteChannelAccount").WithSummary("Remove an account and all of it").ProducesErrors(404);
        accounts.MapGet("/{accountId}/status", StatusAsync).WithName("getChannelAccountStatus").WithSummary("What an operator wants to know").ProducesErrors(404);
        accounts.MapPost("/{accountId}/actions/{action}", ActAsync).WithName("actOnChannelAccount")
            .WithSummary("start, stop, reconnect, login or logout").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<AccountList>, RefusalResult>> ListAsync(
        OrganizationScope scope, string? channelId, int? limit, string? cursor, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault, PageRequest.MaxLimit))
            return fault;
        var found = await accounts.ListAsync(scope.OrganizationId, string.IsNullOrEmpty(channelId) ? null : channelId, page, cancellationToken);
        return TypedResults.Ok(new AccountList([.. found.Items.Select(AccountAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Created<AccountEnvelope>, RefusalResult>> CreateAsync(
        OrganizationScope scope, Body<AccountCreateRequest> body, IGrainFactory grains, IIdSource ids, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var id = ids.NewId();
        if (await grains.GetGrain<IChannelAccountGrain>(id).Create(scope.OrganizationId, request.ToCommand(), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await accounts.GetAsync(scope.OrganizationId, id, cancellationToken) is { } account
            ? TypedResults.Created((string?)null, new AccountEnvelope(AccountAnswer.From(account)))
            : (RefusalResult)Missing;
    }

    private static Task<Results<Ok<AccountEnvelope>, RefusalResult>> GetAsync(
        OrganizationScope scope, Guid accountId, IAccountQueries accounts, CancellationToken cancellationToken) =>
        ShowAsync(scope, accountId, accounts, cancellationToken);

    private static async Task<Results<Ok<AccountEnvelope>, RefusalResult>> ChangeAsync(
        OrganizationScope scope, Guid accountId, Body<AccountPatchRequest> body, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (await grains.GetGrain<IChannelAccountGrain>(accountId).Change(scope.OrganizationId, request.ToCommand(), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await ShowAsync(scope, accountId, accounts, cancellationToken);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> DeleteAsync(OrganizationScope scope, Guid accountId, IGrainFactory grains) =>
        await grains.GetGrain<IChannelAccountGrain>(accountId).Delete(scope.OrganizationId, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);

    private static async Task<Results<Ok<AccountStatusEnvelope>, RefusalResult>> StatusAsync(
        OrganizationScope scope, Guid accountId, IAccountQueries accounts, CancellationToken cancellationToken) =>
        await accounts.StatusAsync(scope.OrganizationId, accountId, cancellationToken) is { } status
            ? TypedResults.Ok(new AccountStatusEnvelope(AccountStatusAnswer.From(status)))
            : (RefusalResult)Missing;

    private static async Task<Results<Ok<AccountActionAnswer>, RefusalResult>> ActAsync(
        OrganizationScope scope, Guid accountId, string action, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (action is not ("start" or "stop" or "reconnect" or "login" or "logout"))
            return (RefusalResult)Refusals.Field("action", "Expected one of start, stop, reconnect, login, logout.");
        if (await grains.GetGrain<IChannelAccountGrain>(accountId).Act(scope.OrganizationId, action, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is { } account
            ? TypedResults.Ok(new AccountActionAnswer(true, action, AccountAnswer.From(account)))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<AccountEnvelope>, RefusalResult>> ShowAsync(
        OrganizationScope scope, Guid accountId, IAccountQueries accounts, CancellationToken cancellationToken) =>
        await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is { } account
            ? TypedResults.Ok(new AccountEnvelope(AccountAnswer.From(account)))
            : (RefusalResult)Missing;
}
