using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Storage.Restore;

namespace Vespid.Gateway.Internal;

/// <summary>What waits for an operator after an older backup was restored.</summary>
internal static class RestoreEndpoints
{
    public static void MapRestore(this IEndpointRouteBuilder routes)
    {
        var restore = routes.MapGroup("/internal/v1/restore").ForServices().WithTags("Internal");
        restore.MapGet("", ShowAsync).WithName("showRestore").WithSummary("What waits after a restore").ProducesErrors(401, 503);
        restore.MapPost("/release", ReleaseAsync).WithName("releaseRestore").WithSummary("Let it go on, marked as possible duplicates").ProducesErrors(400, 401, 503);
        restore.MapPost("/discard", DiscardAsync).WithName("discardRestore").WithSummary("End it without sending").ProducesErrors(400, 401, 503);
    }

    private static async Task<Ok<RestoreStatus>> ShowAsync(IRestoreHolds holds, CancellationToken cancellationToken) =>
        TypedResults.Ok(await holds.StatusAsync(cancellationToken));

    private static async Task<Results<Ok<RestoreCounts>, RefusalResult>> ReleaseAsync(
        Body<RestoreRequest> body, IRestoreHolds holds, HttpContext context) =>
        body.IsSound(out var request, out var fault)
            ? TypedResults.Ok(await holds.ReleaseAsync(
                RestoreSelection.Of(request.What, request.OrganizationId), request.By, request.Reason, ClientAddress.Of(context), context.RequestAborted))
            : fault;

    private static async Task<Results<Ok<RestoreCounts>, RefusalResult>> DiscardAsync(
        Body<RestoreRequest> body, IRestoreHolds holds, HttpContext context) =>
        body.IsSound(out var request, out var fault)
            ? TypedResults.Ok(await holds.DiscardAsync(
                RestoreSelection.Of(request.What, request.OrganizationId), request.By, request.Reason, ClientAddress.Of(context), context.RequestAborted))
            : fault;
}
