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

/// <summary>Secrets of a channel account: written, never read back.</summary>
internal static class SecretEndpoints
{
    private static readonly Refusal Missing = Refusal.NotFound("Secret");
    private static readonly Refusal ValueRequired = Refusal.BadRequest("The value of a secret must not be blank.") with { Code = "SECRET_VALUE_REQUIRED" };

    public static void MapSecrets(this IEndpointRouteBuilder routes)
    {
        var secrets = routes.MapGroup(AccountEndpoints.Root + "/{accountId}/secrets").ForManagers().WithTags("Channel secrets").ProducesErrors(400, 401, 403, 404, 503);
        secrets.MapGet("/", ListAsync).WithName("listChannelSecrets").WithSummary("Names of the account's secrets");
        secrets.MapPost("/", AddAsync).WithName("addChannelSecret").WithSummary("Add a secret").ProducesErrors(409);
        secrets.MapPut("/{name}", RotateAsync).WithName("rotateChannelSecret").WithSummary("Put a new value; the old one verifies for a while");
        secrets.MapDelete("/{name}", RemoveAsync).WithName("removeChannelSecret").WithSummary("Remove a secret");
    }

    private static async Task<Results<Ok<SecretList>, RefusalResult>> ListAsync(
        OrganizationScope scope, Guid accountId, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is null)
            return (RefusalResult)Refusal.NotFound("Channel account");
        var found = await accounts.SecretsAsync(scope.OrganizationId, accountId, cancellationToken);
        return TypedResults.Ok(new SecretList([.. found.Select(SecretAnswer.From)]));
    }

    private static async Task<Results<Created<SecretEnvelope>, RefusalResult>> AddAsync(
        OrganizationScope scope, Guid accountId, Body<SecretCreateRequest> body, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (string.IsNullOrWhiteSpace(request.Value))
            return (RefusalResult)ValueRequired;
        var outcome = await grains.GetGrain<IChannelAccountGrain>(accountId).AddSecret(scope.OrganizationId, request.Name, request.Value, scope.Actor);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await FindAsync(scope, accountId, request.Name, accounts, cancellationToken) is { } secret
            ? TypedResults.Created((string?)null, new SecretEnvelope(secret))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<SecretEnvelope>, RefusalResult>> RotateAsync(
        OrganizationScope scope, Guid accountId, string name, Body<SecretRotateRequest> body, IGrainFactory grains, IAccountQueries accounts,
        CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (string.IsNullOrWhiteSpace(request.Value))
            return (RefusalResult)ValueRequired;
        if (name.Length > SecretCreateRequest.MostName)
            return (RefusalResult)Missing;
        var refusal = await grains.GetGrain<IChannelAccountGrain>(accountId).RotateSecret(scope.OrganizationId, name, request.Value, request.Overlap, scope.Actor);
        if (refusal is not null)
            return (RefusalResult)refusal;
        return await FindAsync(scope, accountId, name, accounts, cancellationToken) is { } secret
            ? TypedResults.Ok(new SecretEnvelope(secret))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> RemoveAsync(OrganizationScope scope, Guid accountId, string name, IGrainFactory grains) =>
        await grains.GetGrain<IChannelAccountGrain>(accountId).RemoveSecret(scope.OrganizationId, name, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);

    private static async Task<SecretAnswer?> FindAsync(
        OrganizationScope scope, Guid accountId, string name, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        var found = await accounts.SecretsAsync(scope.OrganizationId, accountId, cancellationToken);
        return found.FirstOrDefault(secret => secret.Name == name) is { } item ? SecretAnswer.From(item) : null;
    }
}
