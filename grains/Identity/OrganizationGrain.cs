using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;
using Vespid.Storage.Secrets;
using Vespid.Storage.Snapshots;
using Vespid.Storage.Work;

namespace Vespid.Grains.Identity;

internal sealed class OrganizationGrain(
    ControlCommits commits,
    AuditTrail audit,
    IWorkflowQueries workflows,
    ISessionQueries sessions,
    IIdentityQueries identities,
    IWorkQueue work,
    IAccountDirectory directory,
    ISecretProtector protector,
    IOptions<StorageOptions> storage,
    TimeProvider clock,
    IIdSource ids,
    IChance chance) : Grain, IOrganizationGrain
{
    private const int TurnAttempts = 5;
    private const int RunAttempts = 3;

    private Guid Id => this.GetPrimaryKey();

    public async Task<Refusal?> Create(string name, Guid ownerUserId, Actor actor) =>
        await CommitAsync(
            actor, "organization.created", "organization", Id.ToString(),
            [new OrganizationInsert(Id, name), new MembershipInsert(Id, ownerUserId, "owner")],
            ("name", name));

    public async Task<Refusal?> Change(ChangeOrganization command, Actor actor)
    {
        if (OrganizationRules.Check(command) is { } refusal)
            return refusal;
        Change<byte[]> secret = default;
        if (command.AgentSecret.IsSet)
        {
            if (command.AgentSecret.Value is not null && !protector.IsConfigured)
                return Refusal.Unavailable("SECRETS_NOT_CONFIGURED", "Set SECRETS_KEK_BASE64 to store secrets.");
            secret = command.AgentSecret.Value is { } value ? protector.Seal(value, SecretPurpose.OfAgent(Id)).Pack() : Change<byte[]>.To(null);
        }

        return await CommitAsync(
            actor, "organization.changed", "organization", Id.ToString(),
            [
                new OrganizationChange(Id)
                {
                    Name = command.Name,
                    ChannelRuntimeEnabled = command.ChannelRuntimeEnabled,
                    AgentKind = command.AgentKind,
                    AgentEndpoint = command.AgentEndpoint,
                    AgentSecret = secret,
                    MonthlyRunLimit = command.MonthlyRunLimit,
                    InflightRunLimit = command.InflightRunLimit,
                },
            ],
            OrganizationRules.Changed(command));
    }

    public async Task<Outcome<Guid>> AddWorkflow(string name, string dsl, Actor actor)
    {
        var id = ids.NewId();
        return await CommitAsync(
            actor, "workflow.created", "workflow", id.ToString(), [new WorkflowInsert(id, Id, name, dsl, actor.UserId)], ("name", name)) is { } refusal
            ? refusal
            : id;
    }

    public Task<Refusal?> ChangeWorkflow(Guid workflowId, Change<string> name, Change<string> dsl, Actor actor) =>
        CommitAsync(
            actor, "workflow.changed", "workflow", workflowId.ToString(),
            [new WorkflowChange(workflowId, Id, actor.UserId) { Name = name, Dsl = dsl }],
            ("name", name.IsSet ? name.Value : "unchanged"));

    public async Task<Refusal?> PublishWorkflow(Guid workflowId, Actor actor)
    {
        var refusal = await CommitAsync(
            actor, "workflow.published", "workflow", workflowId.ToString(), [new WorkflowPublish(workflowId, Id, ExpectedRevision: null, actor.UserId)]);
        // Publishing what is published changes nothing and is no fault.
        return refusal is not null && await workflows.GetAsync(Id, workflowId) is { Status: "published" } ? null : refusal;
    }

    public async Task<Outcome<Guid>> TriggerRun(Guid workflowId, Guid requestedByUserId, string payload, string? traceParent, CancellationToken cancellationToken = default)
    {
        // Its caller was answered while it stood behind others.
        cancellationToken.ThrowIfCancellationRequested();
        // A caller that hears nothing in time asks again; only before the commit is it certain that there is no run.
        if (await RefuseRunAsync(workflowId).WaitAsync(storage.Value.CommitDeadline, clock, cancellationToken) is { } refusal)
            return refusal;
        return await QueueRunAsync("workflow", workflowId, session: null, requestedByUserId, payload, RunAttempts, traceParent);
    }

    public async Task<Outcome<Guid>> OpenSession(string? title, Actor actor)
    {
        var id = ids.NewId();
        return await CommitAsync(actor, "session.opened", "session", id.ToString(), [new SessionRow(id, Id, null, null, title)], ("title", title)) is { } refusal
            ? refusal
            : id;
    }

    public async Task<Outcome<Guid>> SendTurn(Guid sessionId, string text, Actor actor)
    {
        if (await sessions.GetAsync(Id, sessionId, new PageRequest { Limit = 1 }) is not { } found)
            return Refusal.NotFound("Session");
        if (found.Session.ArchivedAt is not null)
            return Refusal.Conflict("SESSION_ARCHIVED", "The session is archived.");
        return await QueueRunAsync("turn", workflow: null, sessionId, actor.UserId, TurnInput.Write(Id, text), TurnAttempts, traceParent: null);
    }

    public async Task<Outcome<WorkerTokenCreated>> AddWorkerToken(string name, Actor actor)
    {
        var id = ids.NewId();
        var token = Tokens.New("vwt_", chance);
        return await CommitAsync(
            actor, "worker_token.created", "worker_token", id.ToString(),
            [new WorkerTokenInsert(id, Id, name, Tokens.Hash(token), actor.UserId)],
            ("name", name)) is { } refusal
            ? refusal
            : new WorkerTokenCreated(id, token);
    }

    public Task<Refusal?> RevokeWorkerToken(Guid tokenId, Actor actor) =>
        CommitAsync(actor, "worker_token.revoked", "worker_token", tokenId.ToString(), [new WorkerTokenRevoke(tokenId, Id)]);

    public async Task<Refusal?> SetMember(Guid userId, string role, Actor actor)
    {
        if (role is not ("owner" or "admin" or "member"))
            return Refusal.BadRequest("The role must be owner, admin or member.");
        if (await identities.UserAsync(userId) is null)
            return Refusal.NotFound("User");
        var known = await identities.MembershipAsync(Id, userId) is not null;
        CommitRow row = known ? new MembershipRoleChange(Id, userId, role) : new MembershipInsert(Id, userId, role);
        var refusal = await CommitAsync(actor, "member.set", "user", userId.ToString(), [row], ("role", role));
        return refusal is not null && known ? LastOwner : refusal;
    }

    public async Task<Refusal?> RemoveMember(Guid userId, Actor actor)
    {
        if (await identities.MembershipAsync(Id, userId) is null)
            return Refusal.NotFound("Member");
        var refusal = await CommitAsync(actor, "member.removed", "user", userId.ToString(), [new MembershipDelete(Id, userId)]);
        return refusal is null ? null : LastOwner;
    }

    private async Task<Refusal?> RefuseRunAsync(Guid workflowId)
    {
        if (await workflows.GetAsync(Id, workflowId) is not { } workflow)
            return Refusal.NotFound("Workflow");
        if (workflow.Status != "published")
            return Refusal.Conflict("CONFLICT", "The workflow is not published.");
        var quota = await work.QuotaAsync(Id);
        return quota.MonthlyExceeded ? new Refusal(RefusalKind.TooMany, "ORG_RUN_QUOTA_EXCEEDED", "The organisation has used up its runs of this month.")
            : quota.InflightExceeded ? new Refusal(RefusalKind.TooMany, "ORG_RUN_INFLIGHT_LIMIT_EXCEEDED", "Too many runs of the organisation are queued or running.")
            : null;
    }

    private static Refusal LastOwner => Refusal.Conflict("LAST_OWNER", "An organisation keeps at least one owner.");

    private async Task<Outcome<Guid>> QueueRunAsync(
        string kind, Guid? workflow, Guid? session, Guid? requestedBy, string input, int attempts, string? traceParent)
    {
        var id = ids.NewId();
        await commits.CommitAsync(
            Id,
            new RunRow(id, Id, kind, Admitted: true, workflow, session, null, null, null, "channel", "channel.internal", requestedBy, input, attempts, traceParent));
        return id;
    }

    private async Task<Refusal?> CommitAsync(
        Actor actor, string action, string targetKind, string targetId, ImmutableArray<CommitRow> rows, params (string Field, object? Value)[] to)
    {
        var status = await commits.CommitAsync(Id, [.. rows, audit.Of(Id, actor, action, targetKind, targetId, to)]);
        directory.Invalidate(Id);
        return status == CommitStatus.Applied ? null : Refusal.NotFound(char.ToUpperInvariant(targetKind[0]) + targetKind[1..].Replace('_', ' '));
    }
}
