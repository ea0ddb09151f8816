using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Workflows;

/// <summary>Runs of workflows and sessions.</summary>
internal static class RunEndpoints
{
    private static readonly Refusal Missing = Refusal.NotFound("Run");

    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkflowEndpoints.Root + "/{workflowId}/runs", ListAsync).ForManagers().WithTags("Workflows").WithName("listRuns")
            .WithSummary("Runs of a workflow, newest first").ProducesErrors(400, 401, 403, 404, 503);
        routes.MapGet(WorkflowEndpoints.Root + "/{workflowId}/runs/{runId}", GetOfWorkflowAsync).ForManagers().WithTags("Workflows").WithName("getWorkflowRun")
            .WithSummary("One run of a workflow").ProducesErrors(400, 401, 403, 404, 503);
        routes.MapGet("/v1/orgs/{orgId}/runs/{runId}", GetAsync).ForManagers().WithTags("Workflows").WithName("getRun")
            .WithSummary("One run, of a workflow or a session").ProducesErrors(400, 401, 403, 404, 503);
    }

    private static async Task<Results<Ok<RunList>, RefusalResult>> ListAsync(
        OrganizationScope scope, Guid workflowId, int? limit, string? cursor, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        if (await workflows.GetAsync(scope.OrganizationId, workflowId, cancellationToken) is null)
            return (RefusalResult)Refusal.NotFound("Workflow");
        var found = await workflows.RunsAsync(scope.OrganizationId, workflowId, page, cancellationToken);
        return TypedResults.Ok(new RunList([.. found.Items.Select(RunAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<RunEnvelope>, RefusalResult>> GetOfWorkflowAsync(
        OrganizationScope scope, Guid workflowId, Guid runId, IWorkflowQueries workflows, CancellationToken cancellationToken) =>
        await workflows.RunAsync(scope.OrganizationId, runId, cancellationToken) is { } run && run.WorkflowId == workflowId
            ? TypedResults.Ok(new RunEnvelope(RunAnswer.From(run)))
            : (RefusalResult)Missing;

    private static async Task<Results<Ok<RunEnvelope>, RefusalResult>> GetAsync(
        OrganizationScope scope, Guid runId, IWorkflowQueries workflows, CancellationToken cancellationToken) =>
        await workflows.RunAsync(scope.OrganizationId, runId, cancellationToken) is { } run
            ? TypedResults.Ok(new RunEnvelope(RunAnswer.From(run)))
            : (RefusalResult)Missing;
}
