using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Delivery;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Internal;

/// <summary>What the stub transport of development took instead of a vendor. Never mapped in production.</summary>
internal static class StubEndpoints
{
    public static void MapStub(this IEndpointRouteBuilder routes) => routes.MapGet("/stub/sent", ListAsync).ForAnyone().ExcludeFromDescription();

    private static async Task<Results<Ok<StubList>, RefusalResult>> ListAsync(int? limit, IRuntimeQueries runtime, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, null, out var page, out var fault))
            return fault;
        return TypedResults.Ok(new StubList([.. (await runtime.StubSentAsync(page.Limit, cancellationToken)).Select(OutboxAnswer.From)]));
    }
}
