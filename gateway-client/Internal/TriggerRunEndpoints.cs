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

    /// <summary>Runs of an organisation are queued one after the other; while storage hangs the last of many would wait for all before it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    public static void MapTriggerRun(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/v1/channels/trigger-run", TriggerAsync).ForServices().WithTags("Internal").WithName("triggerRun")
            .WithSummary("Create and queue one run").WithMetadata(new UnavailableCodeMetadata(QueueUnavailable))
            .ProducesErrors(400, 401, 404, 409, 429, 503);

    private static async Task<Results<Created<RunEnvelope>, RefusalResult>> TriggerAsync(
        Body<TriggerRunRequest> body, IGrainFactory grains, IWorkflowQueries workflows, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await QueueAsync(request, grains, time);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await workflows.RunAsync(request.OrganizationId, outcome.Value, cancellationToken) is { } run
            ? TypedResults.Created((string?)null, new RunEnvelope(RunAnswer.From(run)))
            : (RefusalResult)Refusal.Unavailable(QueueUnavailable, "The run could not be read back.");
    }

    /// <exception cref="TimeoutException">Not in time. A run that has not had its turn is not queued later.</exception>
    private static async Task<Outcome<Guid>> QueueAsync(TriggerRunRequest request, IGrainFactory grains, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await grains.GetGrain<IOrganizationGrain>(request.OrganizationId)
                .TriggerRun(request.WorkflowId, request.RequestedByUserId, request.PayloadText, Activity.Current?.Id, patience.Token)
                .WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("The run could not be queued in time.");
        }
    }
}
