using System.Collections.Immutable;
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

/// <summary>Entries whose last permitted attempt failed.</summary>
internal static class DeadLetterEndpoints
{
    private const int SampleSize = 20;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var deadLetters = routes.MapGroup("/v1/orgs/{orgId}/dead-letters").ForManagers().WithTags("Outbox").ProducesErrors(400, 401, 403, 503);
        deadLetters.MapGet("/", ListAsync).WithName("listDeadLetters").WithSummary("Dead letters, newest first");
        deadLetters.MapPost("/redrive", RedriveAsync).WithName("redriveDeadLetters")
            .WithSummary("Queue dead letters again at the tail of their lanes; with preview only say which").ProducesErrors(404, 409);
        deadLetters.MapPost("/purge", PurgeAsync).WithName("purgeDeadLetters").WithSummary("Remove dead letters for good; with preview only say which").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<OutboxList>, RefusalResult>> ListAsync(
        OrganizationScope scope, [AsParameters] OutboxFilterQuery query, IOutboxQueries outbox, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(query.Limit, query.Cursor, out var page, out var fault))
            return fault;
        var found = await outbox.ListAsync(scope.OrganizationId, query.ToFilter(OutboxWords.DeadLetter), page, cancellationToken);
        return TypedResults.Ok(new OutboxList([.. found.Items.Select(OutboxAnswer.From)], found.NextCursor));
    }

    private static Task<Results<Ok<DeadLetterAnswer>, RefusalResult>> RedriveAsync(
        OrganizationScope scope, Body<DeadLetterRequest> body, IGrainFactory grains, IOutboxQueries outbox, CancellationToken cancellationToken) =>
        DoAsync(scope, body, outbox, ids => grains.GetGrain<IDeadLetterGrain>(scope.OrganizationId).Redrive(ids, scope.Actor), cancellationToken);

    private static Task<Results<Ok<DeadLetterAnswer>, RefusalResult>> PurgeAsync(
        OrganizationScope scope, Body<DeadLetterRequest> body, IGrainFactory grains, IOutboxQueries outbox, CancellationToken cancellationToken) =>
        DoAsync(scope, body, outbox, ids => grains.GetGrain<IDeadLetterGrain>(scope.OrganizationId).Purge(ids, scope.Actor), cancellationToken);

    private static async Task<Results<Ok<DeadLetterAnswer>, RefusalResult>> DoAsync(
        OrganizationScope scope, Body<DeadLetterRequest> body, IOutboxQueries outbox, Func<ImmutableArray<Guid>, Task<Outcome<int>>> act, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var plan = request.Ids is { } ids
            ? await OfIdsAsync(scope, ids, request.Preview == true, outbox, cancellationToken)
            : OfPreview(await outbox.PreviewRedriveAsync(scope.OrganizationId, request.Filter!.ToFilter(), DeadLetterRequest.MostIds, cancellationToken));
        if (request.Preview == true)
            return TypedResults.Ok(plan);
        if (plan.Count == 0)
            return TypedResults.Ok(plan with { Preview = false, Ids = null, Sample = null });
        var outcome = await act([.. plan.Ids!]);
        return outcome.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(plan with { Preview = false, Count = outcome.Value, Ids = null, Sample = null });
    }

    private static async Task<DeadLetterAnswer> OfIdsAsync(
        OrganizationScope scope, IReadOnlyList<Guid> ids, bool preview, IOutboxQueries outbox, CancellationToken cancellationToken)
    {
        var among = await outbox.DeadLettersAmongAsync(scope.OrganizationId, [.. ids.Distinct()], cancellationToken);
        var sample = new List<OutboxAnswer>();
        foreach (var id in among.Take(preview ? SampleSize : 0))
        {
            if (await outbox.GetAsync(scope.OrganizationId, id, cancellationToken) is { } entry)
                sample.Add(OutboxAnswer.From(entry));
        }

        return new DeadLetterAnswer(true, among.Count, null, among.Count, among, sample);
    }

    private static DeadLetterAnswer OfPreview(RedrivePreview preview) =>
        new(true, preview.Total, preview.Lanes, preview.Ids.Count, preview.Ids, [.. preview.Sample.Select(OutboxAnswer.From)]);
}
