namespace Vespid.Storage.Queries;

/// <summary>Workflows and their runs. Each call reads one organisation under a database role that sees no other.</summary>
public interface IWorkflowQueries
{
    /// <summary>Newest first.</summary>
    Task<Page<WorkflowItem>> ListAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default);

    Task<WorkflowItem?> GetAsync(Guid organizationId, Guid workflowId, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<Page<RunItem>> RunsAsync(Guid organizationId, Guid workflowId, PageRequest page, CancellationToken cancellationToken = default);

    Task<RunItem?> RunAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken = default);
}
