using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Delivery;

/// <summary>What is on its way out.</summary>
internal static class OutboxEndpoints
{
    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var outbox = routes.MapGroup("/v1/orgs/{orgId}/outbox").ForManagers().WithTags("Outbox").ProducesErrors(400, 401, 403, 503);
        outbox.MapGet("/", ListAsync).WithName("listOutbox").WithSummary("Outbox entries, newest first");
        outbox.MapGet("/{entryId}", GetAsync).WithName("getOutboxEntry").WithSummary("One outbox entry").ProducesErrors(404);
        outbox.MapPost("/{entryId}/cancel", CancelAsync).WithName("cancelOutboxEntry").WithSummary("Cancel an entry that has not left").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<OutboxList>, RefusalResult>> ListAsync(
        OrganizationScope scope, string? status, [AsParameters] OutboxFilterQuery query, IOutboxQueries outbox, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(query.Limit, query.Cursor, out var page, out var fault))
            return fault;
        if (OutboxFilterQuery.CheckStatus(OutboxWords.NullIfEmpty(status)) is { } wrong)
            return wrong;
        var found = await outbox.ListAsync(scope.OrganizationId, query.ToFilter(OutboxWords.NullIfEmpty(status)), page, cancellationToken);
        return TypedResults.Ok(new OutboxList([.. found.Items.Select(OutboxAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<OutboxEnvelope>, RefusalResult>> GetAsync(
        OrganizationScope scope, Guid entryId, IOutboxQueries outbox, CancellationToken cancellationToken) =>
        await outbox.GetAsync(scope.OrganizationId, entryId, cancellationToken) is { } entry
            ? TypedResults.Ok(new OutboxEnvelope(OutboxAnswer.From(entry)))
            : (RefusalResult)Refusal.NotFound("Outbox entry");

    private static async Task<Results<Ok<OutboxEnvelope>, RefusalResult>> CancelAsync(
        OrganizationScope scope, Guid entryId, IGrainFactory grains, IOutboxQueries outbox, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IDeadLetterGrain>(scope.OrganizationId).Cancel(entryId, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await GetAsync(scope, entryId, outbox, cancellationToken);
    }
}
