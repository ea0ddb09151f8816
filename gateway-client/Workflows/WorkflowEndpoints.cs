using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Workflows;

/// <summary>Workflows of an organisation.</summary>
internal static class WorkflowEndpoints
{
    public const string Root = "/v1/orgs/{orgId}/workflows";
    private static readonly Refusal Missing = Refusal.NotFound("Workflow");

    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        var workflows = routes.MapGroup(Root).ForManagers().WithTags("Workflows").ProducesErrors(400, 401, 403, 503);
        workflows.MapGet("/", ListAsync).WithName("listWorkflows").WithSummary("Workflows, newest first");
        workflows.MapPost("/", CreateAsync).WithName("createWorkflow").WithSummary("Add a workflow as a draft");
        workflows.MapGet("/{workflowId}", GetAsync).WithName("getWorkflow").WithSummary("One workflow").ProducesErrors(404);
        workflows.MapPatch("/{workflowId}", ChangeAsync).WithName("changeWorkflow").WithSummary("Change a workflow").ProducesErrors(404, 409);
        workflows.MapPost("/{workflowId}/publish", PublishAsync).WithName("publishWorkflow").WithSummary("Let its triggers fire").ProducesErrors(404, 409);
    }

    private static async Task<Results<Ok<WorkflowList>, RefusalResult>> ListAsync(
        OrganizationScope scope, int? limit, string? cursor, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await workflows.ListAsync(scope.OrganizationId, page, cancellationToken);
        return TypedResults.Ok(new WorkflowList([.. found.Items.Select(WorkflowAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Created<WorkflowEnvelope>, RefusalResult>> CreateAsync(
        OrganizationScope scope, Body<WorkflowCreateRequest> body, IGrainFactory grains, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).AddWorkflow(request.Name, request.Dsl!.Text, scope.Actor);
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return await workflows.GetAsync(scope.OrganizationId, outcome.Value, cancellationToken) is { } workflow
            ? TypedResults.Created((string?)null, new WorkflowEnvelope(WorkflowAnswer.From(workflow)))
            : (RefusalResult)Missing;
    }

    private static async Task<Results<Ok<WorkflowEnvelope>, RefusalResult>> GetAsync(
        OrganizationScope scope, Guid workflowId, IWorkflowQueries workflows, CancellationToken cancellationToken) =>
        await workflows.GetAsync(scope.OrganizationId, workflowId, cancellationToken) is { } workflow
            ? TypedResults.Ok(new WorkflowEnvelope(WorkflowAnswer.From(workflow)))
            : (RefusalResult)Missing;

    private static async Task<Results<Ok<WorkflowEnvelope>, RefusalResult>> ChangeAsync(
        OrganizationScope scope, Guid workflowId, Body<WorkflowPatchRequest> body, IGrainFactory grains, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var dsl = new Change<string>(request.Dsl.IsSet, request.Dsl.Value?.Text);
        if (await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).ChangeWorkflow(workflowId, request.Name, dsl, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await GetAsync(scope, workflowId, workflows, cancellationToken);
    }

    private static async Task<Results<Ok<WorkflowEnvelope>, RefusalResult>> PublishAsync(
        OrganizationScope scope, Guid workflowId, IGrainFactory grains, IWorkflowQueries workflows, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IOrganizationGrain>(scope.OrganizationId).PublishWorkflow(workflowId, scope.Actor) is { } refusal)
            return (RefusalResult)refusal;
        return await GetAsync(scope, workflowId, workflows, cancellationToken);
    }
}
