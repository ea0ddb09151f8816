using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Delivery;
using Vespid.Storage.Commits;
using Vespid.Storage.Messages;
using Vespid.Storage.Snapshots;
using Vespid.Storage.State;
using Vespid.Storage.Work;

namespace Vespid.Grains.Channels;

internal sealed class ConversationGrain(
    [CommitState("conversation")] ICommitState<ConversationState> state,
    IAccountDirectory accounts,
    IStoredMessages messages,
    IWorkQueue work,
    ICommitLog log,
    RefusalBudget refusals,
    IOptions<ChannelRuntimeOptions> options,
    IIdSource ids,
    IChance chance) : Grain, IConversationGrain
{
    /// <summary>A stored message can be dropped, readmitted by one delivery and repeated by another; more rounds than this mean a defect.</summary>
    private const int MostRounds = 5;

    private Guid _accountId;
    private Guid? _checkedDefault;
    private Guid? _defaultSession;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _accountId = ConversationKey.Parse(this.GetPrimaryKeyString()).AccountId;
        return Task.CompletedTask;
    }

    public async Task<InboundOutcome?> Accept(InboundMessage message, long accountVersion, CancellationToken cancellationToken)
    {
        var account = await accounts.GetAsync(_accountId, Freshness.Cached, cancellationToken);
        // The caller may run in another process, which has heard of a change earlier.
        if (account?.Version != accountVersion)
            account = await accounts.GetAsync(_accountId, Freshness.Reload, cancellationToken);
        if (account is null || account.Version != accountVersion)
            return null;

        var decision = ConversationRules.Decide(state.Value, message, await ContextAsync(account, cancellationToken));
        if (!decision.Outcome.Accepted && !refusals.TryTake(account.Id))
            return await IsCurrentAsync(account, cancellationToken) ? decision.Outcome with { MessageId = null } : null;

        return await StoreAsync(decision, account, cancellationToken);
    }

    /// <summary>Reads the account for a refusal that is not stored: no commit verifies what that was decided on.</summary>
    private async ValueTask<bool> IsCurrentAsync(AccountSnapshot account, CancellationToken cancellationToken) =>
        await accounts.GetAsync(_accountId, Freshness.Reload, cancellationToken) is { } now
        && now.Version == account.Version
        && now.Organization.Version == account.Organization.Version;

    private async Task<InboundOutcome?> StoreAsync(ConversationDecision decision, AccountSnapshot account, CancellationToken cancellationToken)
    {
        var rows = decision.Rows();
        for (var round = 0; round < MostRounds; round++)
        {
            var committed = await CommitAsync(decision.State, rows, account, cancellationToken);
            switch (committed)
            {
                case CommitStatus.Applied:
                    await NoticeAsync(decision, account, cancellationToken);
                    return decision.Outcome;

                case CommitStatus.Stale:
                    accounts.Invalidate(account.Id);
                    accounts.Invalidate(account.Organization.Id);
                    return null;
            }

            // Stored before, by an earlier delivery of the same message.
            var stored = await messages.FindAsync(account.Id, decision.Message.DedupeKey, cancellationToken);
            if (stored is { Status: "accepted" })
                return new InboundOutcome(true, ReasonCodes.DuplicateMessage, stored.SessionId is not null, stored.WorkflowsTriggered, stored.Id);
            if (decision.Outcome.Accepted)
            {
                rows = decision.Rows(readmits: stored is not null);
                continue;
            }

            // Refused before and refused again: only the pairing request is refreshed.
            if (decision.Following.IsEmpty || await CommitAsync(state.Value, decision.Following, account, cancellationToken) != CommitStatus.Stale)
                return decision.Outcome with { MessageId = stored?.Id };
            return null;
        }

        throw new InvalidOperationException("A message was neither new nor stored.");
    }

    private async ValueTask<CommitStatus> CommitAsync(ConversationState next, ImmutableArray<CommitRow> rows, AccountSnapshot account, CancellationToken cancellationToken) =>
        (await state.CommitAsync(next, rows, account.Dependencies, account.Organization.Id, cancellationToken)).Status;

    private async ValueTask<ConversationContext> ContextAsync(AccountSnapshot account, CancellationToken cancellationToken)
    {
        var organization = account.Organization;
        var runsLeft = organization.MonthlyRunLimit is null && organization.InflightRunLimit is null
            ? int.MaxValue
            : (await work.QuotaAsync(organization.Id, cancellationToken)).Room;
        return new ConversationContext(account, await DefaultSessionAsync(account, cancellationToken), runsLeft, options.Value, ids, chance);
    }

    private async ValueTask<Guid?> DefaultSessionAsync(AccountSnapshot account, CancellationToken cancellationToken)
    {
        if (state.Value.SessionId is not null)
            return null;
        var named = ConversationRules.NamedDefaultSession(account);
        if (named != _checkedDefault)
        {
            _defaultSession = named is { } id && await messages.SessionExistsAsync(account.Organization.Id, id, cancellationToken) ? id : null;
            _checkedDefault = named;
        }

        return _defaultSession;
    }

    /// <summary>Tells the sender the code, once a request: the entry's id comes from the request's, so a repeat changes nothing.</summary>
    private async ValueTask NoticeAsync(ConversationDecision decision, AccountSnapshot account, CancellationToken cancellationToken)
    {
        if (!options.Value.PairingNotice || decision.Outcome.Reason != ReasonCodes.DmPairingRequired)
            return;
        var message = decision.Message;
        if (await messages.PendingPairingAsync(account.Id, AllowlistScopes.Dm, message.SenderId, cancellationToken) is not { } request)
            return;
        var notice = OutboundEntries.Notice(RunId.Of(request.Id, account.Id), account, message.ConversationId, $"Pairing code: {request.Code}", options.Value.OutboundTimeToLive);
        await log.CommitAsync(new Commit { Id = ids.NewId(), OrganizationId = account.Organization.Id, Rows = [notice] }, cancellationToken);
    }
}
