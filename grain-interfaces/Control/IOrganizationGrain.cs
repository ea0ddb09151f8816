namespace Vespid.GrainInterfaces.Control;

/// <summary>One organisation: its workflows, agent, members, worker tokens, sessions and runs asked for by hand. Each method is one commit with its audit event.</summary>
[Alias("vespid.organization")]
public interface IOrganizationGrain : IGrainWithGuidKey
{
    /// <summary>Creates it with its owner.</summary>
    [Alias("create")]
    Task<Refusal?> Create(string name, Guid ownerUserId, Actor actor);

    [Alias("change")]
    Task<Refusal?> Change(ChangeOrganization command, Actor actor);

    /// <returns>Id of the workflow.</returns>
    [Alias("add-workflow")]
    Task<Outcome<Guid>> AddWorkflow(string name, string dsl, Actor actor);

    [Alias("change-workflow")]
    Task<Refusal?> ChangeWorkflow(Guid workflowId, Change<string> name, Change<string> dsl, Actor actor);

    [Alias("publish-workflow")]
    Task<Refusal?> PublishWorkflow(Guid workflowId, Actor actor);

    /// <summary>Queues one run. 404, 409 not published, 429 quota, 503 <c>QUEUE_UNAVAILABLE</c>. Cancelled before its turn it queues none.</summary>
    /// <returns>Id of the run.</returns>
    [Alias("trigger-run")]
    Task<Outcome<Guid>> TriggerRun(Guid workflowId, Guid requestedByUserId, string payload, string? traceParent, CancellationToken cancellationToken = default);

    /// <returns>Id of the session.</returns>
    [Alias("open-session")]
    Task<Outcome<Guid>> OpenSession(string? title, Actor actor);

    /// <summary>Puts a turn into a session from the console or the API.</summary>
    /// <returns>Id of the run.</returns>
    [Alias("send-turn")]
    Task<Outcome<Guid>> SendTurn(Guid sessionId, string text, Actor actor);

    /// <returns>The token; shown this once.</returns>
    [Alias("add-worker-token")]
    Task<Outcome<WorkerTokenCreated>> AddWorkerToken(string name, Actor actor);

    [Alias("revoke-worker-token")]
    Task<Refusal?> RevokeWorkerToken(Guid tokenId, Actor actor);

    /// <summary>Adds a member by user id, or changes the role. The last owner stays: 409 <c>LAST_OWNER</c>.</summary>
    [Alias("set-member")]
    Task<Refusal?> SetMember(Guid userId, string role, Actor actor);

    [Alias("remove-member")]
    Task<Refusal?> RemoveMember(Guid userId, Actor actor);
}

/// <summary>A partial change of an organisation.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.change-organization")]
public sealed record ChangeOrganization
{
    [Id(0)]
    public Change<string> Name { get; init; }

    [Id(1)]
    public Change<bool> ChannelRuntimeEnabled { get; init; }

    /// <summary><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</summary>
    [Id(2)]
    public Change<string> AgentKind { get; init; }

    /// <summary>https URL of the push agent.</summary>
    [Id(3)]
    public Change<string> AgentEndpoint { get; init; }

    /// <summary>Secret that pushes are signed with.</summary>
    [Id(4)]
    public Change<string> AgentSecret { get; init; }

    /// <summary>Null is unlimited.</summary>
    [Id(5)]
    public Change<int?> MonthlyRunLimit { get; init; }

    /// <summary>Null is unlimited.</summary>
    [Id(6)]
    public Change<int?> InflightRunLimit { get; init; }
}

/// <summary>A new worker token.</summary>
/// <param name="Id">Token id.</param>
/// <param name="Token">Shown this once.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.worker-token-created")]
public sealed record WorkerTokenCreated([property: Id(0)] Guid Id, [property: Id(1)] string Token);
