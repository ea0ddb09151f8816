using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Standby;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Work;

namespace Vespid.Gateway.Internal;

/// <summary>Work for an organisation's agents.</summary>
internal static class WorkEndpoints
{
    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        var work = routes.MapGroup("/internal/v1/work").ForWorkers().WithTags("Work").ProducesErrors(400, 401, 503);
        work.MapPost("/claim", ClaimAsync).WithMetadata(new PatienceMetadata(TimeSpan.FromSeconds(30))).WithName("claimWork").WithSummary("Claim work, waiting up to 20 s for some to come");
        work.MapPost("/{runId}/heartbeat", HeartbeatAsync).WithName("heartbeatWork").WithSummary("Prolong a claim").ProducesErrors(404, 409);
        work.MapPost("/{runId}/complete", CompleteAsync).WithName("completeWork").WithSummary("End a claim and queue its reply").ProducesErrors(404, 409);
        work.MapPost("/{runId}/fail", FailAsync).WithName("failWork").WithSummary("Give a claim back or up").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<WorkList>, RefusalResult>> ClaimAsync(
        WorkerScope scope, Body<WorkClaimRequest> body, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IWorkGrain>(0).Claim(scope.OrganizationId, request.ToCommand(), cancellationToken);
        return outcome.Refusal is { } refusal
            ? (RefusalResult)refusal
            : TypedResults.Ok(new WorkList([.. outcome.Value.Select(WorkItemAnswer.From)]));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> HeartbeatAsync(
        WorkerScope scope, Guid runId, Body<WorkHeartbeatRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault)
            ? Answer(await grains.GetGrain<IWorkGrain>(0).Heartbeat(scope.OrganizationId, runId, request.LeaseToken))
            : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> CompleteAsync(
        WorkerScope scope, Guid runId, Body<WorkCompleteRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault)
            ? Answer(await grains.GetGrain<IWorkGrain>(0).Complete(scope.OrganizationId, runId, request.ToCommand()))
            : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> FailAsync(
        WorkerScope scope, Guid runId, Body<WorkFailRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault)
            ? Answer(await grains.GetGrain<IWorkGrain>(0).Fail(scope.OrganizationId, runId, request.ToCommand()))
            : fault;

    private static Results<Ok<OkAnswer>, RefusalResult> Answer(Refusal? refusal) =>
        refusal is null ? TypedResults.Ok(OkAnswer.Yes) : (RefusalResult)refusal;
}
