using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Workflows;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Internal;

/// <summary>Runs asked for by other services of the deployment. Fails at once when the run cannot be queued.</summary>
internal static class TriggerRunEndpoints
{
    private const string QueueUnavailable = "QUEUE_UNAVAILABLE";

    public static void MapTriggerRun(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/v1/channels/trigger-run", TriggerAsync).ForServices().WithTags("Internal").WithName("triggerRun")
            .WithSummary("Create and queue one run").WithMetadata(new UnavailableCodeMetadata(QueueUnavailable))
            .ProducesErrors(400, 401, 404, 409, 429, 503);

    private static async Task<Results<Created<RunEnvelope>, RefusalResult>> TriggerAsync(
        Body<TriggerRunRequest> body, IGrainFactory grains, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IOrganizationGrain>(request.OrganizationId)
            .TriggerRun(request.WorkflowId, request.RequestedByUserId, request.PayloadText, Activity.Current?.Id);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await workflows.RunAsync(request.OrganizationId, outcome.Value, cancellationToken) is { } run
            ? TypedResults.Created((string?)null, new RunEnvelope(RunAnswer.From(run)))
            : (RefusalResult)Refusal.Unavailable(QueueUnavailable, "The run could not be read back.");
    }
}
