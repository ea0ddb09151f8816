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

/// <summary>Pairing requests of an organisation.</summary>
internal static class PairingEndpoints
{
    private const int DefaultLimit = 100;
    private static readonly Refusal Missing = Refusal.NotFound("Pairing request");

    public static void MapPairing(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/orgs/{orgId}/channels/pairing/requests").ForManagers().WithTags("Channel pairing").ProducesErrors(400, 401, 403, 503);
        requests.MapGet("/", ListAsync).WithName("listPairingRequests").WithSummary("Requests, newest first");
        requests.MapPost("/{requestId}/approve", ApproveAsync).WithName("approvePairingRequest")
            .WithSummary("Let the requester talk: marks the request and adds the allowlist entry").ProducesErrors(404, 409);
        requests.MapPost("/{requestId}/reject", RejectAsync).WithName("rejectPairingRequest").WithSummary("Turn the requester down").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<PairingList>, RefusalResult>> ListAsync(
        OrganizationScope scope, Guid? accountId, string? status, int? limit, string? cursor, IPairingQueries pairings, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault, DefaultLimit))
            return fault;
        if (status is not (null or "pending" or "approved" or "rejected" or "expired"))
            return (RefusalResult)Refusals.Field("status", "Expected one of pending, approved, rejected, expired.");
        var found = await pairings.ListAsync(scope.OrganizationId, accountId, status, page, cancellationToken);
        return TypedResults.Ok(new PairingList([.. found.Items.Select(PairingAnswer.From)], found.NextCursor));
    }

    private static Task<Results<Ok<PairingEnvelope>, RefusalResult>> ApproveAsync(
        OrganizationScope scope, Guid requestId, IGrainFactory grains, IPairingQueries pairings, CancellationToken cancellationToken) =>
        DecideAsync(scope, requestId, approve: true, grains, pairings, cancellationToken);

    private static Task<Results<Ok<PairingEnvelope>, RefusalResult>> RejectAsync(
        OrganizationScope scope, Guid requestId, IGrainFactory grains, IPairingQueries pairings, CancellationToken cancellationToken) =>
        DecideAsync(scope, requestId, approve: false, grains, pairings, cancellationToken);

    private static async Task<Results<Ok<PairingEnvelope>, RefusalResult>> DecideAsync(
        OrganizationScope scope, Guid requestId, bool approve, IGrainFactory grains, IPairingQueries pairings, CancellationToken cancellationToken)
    {
        if (await pairings.GetAsync(scope.OrganizationId, requestId, cancellationToken) is not { } request)
            return (RefusalResult)Missing;
        if (await grains.GetGrain<IChannelAccountGrain>(request.AccountId).DecidePairing(scope.OrganizationId, requestId, approve, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await pairings.GetAsync(scope.OrganizationId, requestId, cancellationToken) is { } decided
            ? TypedResults.Ok(new PairingEnvelope(PairingAnswer.From(decided)))
            : (RefusalResult)Missing;
    }
}
