using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Delivery;
using Vespid.Gateway.Http;
using Vespid.Gateway.Standby;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Who is told of alerts.</summary>
internal static class ReceiverEndpoints
{
    private static readonly TimeSpan TestPatience = TimeSpan.FromSeconds(20);

    public static void MapReceivers(this IEndpointRouteBuilder routes)
    {
        var receivers = routes.MapGroup("/api/receivers").WithMetadata(new FleetRule()).WithTags("Receivers").ProducesEdgeErrors(400, 401, 403, 503);
        receivers.MapGet("/", ListAsync).WithName("listReceivers").WithSummary("Receivers, by id");
        receivers.MapPost("/", AddAsync).WithName("addReceiver").WithSummary("Add a receiver").ProducesEdgeErrors(409);
        receivers.MapPatch("/{receiverId}", ChangeAsync).WithName("changeReceiver").WithSummary("Change a receiver").ProducesEdgeErrors(404);
        receivers.MapDelete("/{receiverId}", RemoveAsync).WithName("removeReceiver").WithSummary("Remove a receiver with what it has not told yet").ProducesEdgeErrors(404, 409);
        receivers.MapPost("/{receiverId}/test", TestAsync).WithMetadata(new PatienceMetadata(TestPatience)).WithName("testReceiver")
            .WithSummary("Send a test message and wait up to 10 s for it").ProducesEdgeErrors(404);
        receivers.MapGet("/{receiverId}/outbox", OutboxAsync).WithName("listReceiverOutbox").WithSummary("Messages to a receiver, newest first").ProducesEdgeErrors(404);
        receivers.MapPost("/{receiverId}/unpark", UnparkAsync).WithName("unparkReceiver").WithSummary("Close circuit breakers: of one edge, or of all").ProducesEdgeErrors(404);
    }

    private static async Task<Ok<ReceiverList>> ListAsync(FleetScope scope, IAlertQueries alerts, CancellationToken cancellationToken) => TypedResults.Ok(new ReceiverList(
        [.. (await alerts.ReceiversAsync(scope.Reach, cancellationToken)).Where(item => scope.Manages(item.OrganizationId)).Select(ReceiverAnswer.From)]));

    private static async Task<Results<Created<ReceiverAnswer>, RefusalResult>> AddAsync(
        FleetScope scope, EdgeBody<ReceiverCreateRequest> body, IAlertStore store, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (scope.Home(request.OrganizationId) is not { } organization)
            return (RefusalResult)SilenceEndpoints.HomeRefusal(scope, request.OrganizationId);
        if (await store.ReceiverAsync(request.Id, cancellationToken) is not null)
            return (RefusalResult)Refusal.Conflict("receiver_exists", "The id is taken.");
        if (await grains.GetGrain<IAlertDeskGrain>(0).PutReceiver(organization, request.Id, request.Settings.ApplyTo(null), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        var (receiver, gone) = await scope.ReceiverAsync(alerts, request.Id, write: true, cancellationToken);
        return receiver is null ? gone! : TypedResults.Created((string?)null, ReceiverAnswer.From(receiver));
    }

    private static async Task<Results<Ok<ReceiverAnswer>, RefusalResult>> ChangeAsync(
        FleetScope scope, string receiverId, EdgeBody<ReceiverPatchRequest> body, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (receiver, fault) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        if (receiver is null)
            return fault!;
        if (await grains.GetGrain<IAlertDeskGrain>(0).PutReceiver(receiver.OrganizationId, receiver.Id, request.ApplyTo(receiver), scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        var (changed, gone) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        return changed is null ? gone! : TypedResults.Ok(ReceiverAnswer.From(changed));
    }

    private static async Task<Results<NoContent, RefusalResult>> RemoveAsync(
        FleetScope scope, string receiverId, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (receiver, fault) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        if (receiver is null)
            return fault!;
        return await grains.GetGrain<IAlertDeskGrain>(0).DeleteReceiver(receiver.OrganizationId, receiver.Id, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ReceiverTestAnswer>, RefusalResult>> TestAsync(
        FleetScope scope, string receiverId, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (receiver, fault) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        if (receiver is null)
            return fault!;
        var tested = await grains.GetGrain<IAlertReceiverGrain>(receiver.Id).Test(scope.Actor);
        return tested.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(new ReceiverTestAnswer(tested.Value!.Delivered, tested.Value.Hop, tested.Value.Status, tested.Value.Error));
    }

    private static async Task<Results<Ok<OutboxList>, RefusalResult>> OutboxAsync(
        FleetScope scope, string receiverId, string? status, int? limit, string? cursor, IAlertQueries alerts, IOutboxQueries outbox, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var wrong))
            return wrong;
        if (OutboxFilterQuery.CheckStatus(OutboxWords.NullIfEmpty(status)) is { } unknown)
            return unknown;
        var (receiver, fault) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        if (receiver is null)
            return fault!;
        var filter = new OutboxFilter { LaneKey = ReceiverRecord.LaneKeyOf(receiver.Id), Status = OutboxWords.NullIfEmpty(status) };
        var found = await outbox.ListAsync(receiver.OrganizationId, filter, page, cancellationToken);
        return TypedResults.Ok(new OutboxList([.. found.Items.Select(OutboxAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> UnparkAsync(
        FleetScope scope, string receiverId, EdgeBody<UnparkRequest> body, IAlertQueries alerts, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var wrong))
            return wrong;
        var (receiver, fault) = await scope.ReceiverAsync(alerts, receiverId, write: true, cancellationToken);
        if (receiver is null)
            return fault!;
        return await grains.GetGrain<IAlertReceiverGrain>(receiver.Id).Unpark(request.NodeId, scope.Actor) is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(OkAnswer.Yes);
    }
}
