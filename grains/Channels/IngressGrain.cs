using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Storage;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <remarks>
/// Decides on a snapshot of the account. What is stored is verified by its commit; what is not stored (most refusals) is only answered on
/// a snapshot read for it, so that a change by an operator holds from the next message on.
/// </remarks>
[Reentrant]
[StatelessWorker]
internal sealed partial class IngressGrain(
    IAccountDirectory directory,
    ChannelAccounts accounts,
    ChannelAdapters adapters,
    IRuntimeFlags flags,
    ChannelMetrics metrics,
    ConversationGate gate,
    IngressEvents events,
    AccountNotes notes,
    IOptions<ChannelRuntimeOptions> options,
    IOptions<StorageOptions> storage,
    TimeProvider clock,
    ILogger<IngressGrain> logger) : Grain, IIngressGrain
{
    /// <summary>An account that changes this often within one request is being edited by a machine; the vendor may come again.</summary>
    private const int MostLooks = 5;

    /// <summary>For the reads around a commit. A vendor that is told to come again in doubt finds its message stored.</summary>
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(300);

    public async Task<IngressResponse> Receive(IngressRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        IngressResponse response;
        try
        {
            var patience = Patience;
            if (request.IngressKey is not null)
                request = await WithChannelAsync(request, cancellationToken).WaitAsync(patience, clock, cancellationToken);
            metrics.Inbound(request.ChannelId);
            response = await AnswerAsync(request, cancellationToken).WaitAsync(patience, clock, cancellationToken);
        }
        catch (Exception fault) when (fault is CommitUnavailableException or CommitOutcomeUnknownException or WriterFencedException or Npgsql.NpgsqlException or TimeoutException or OrleansMessageRejectionException)
        {
            Log.StorageAway(logger, request.ChannelId, fault.GetType().Name);
            response = IngressAnswers.StorageAway;
        }

        metrics.Answered(request.ChannelId, clock.GetElapsedTime(started));
        return response;
    }

    public async Task<ImmutableArray<InboundOutcome>> Accept(Guid accountId, ImmutableArray<InboundMessage> messages, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<InboundOutcome>(messages.Length);
        foreach (var message in messages)
            outcomes.Add(await AcceptAsync(accountId, message, cancellationToken));
        return outcomes.MoveToImmutable();
    }

    private async Task<IngressResponse> AnswerAsync(IngressRequest request, CancellationToken cancellationToken)
    {
        if (!flags.IsChannelEnabled(request.ChannelId))
            return Refused(request, ReasonCodes.ChannelDisabled);
        if (!adapters.TryGet(request.ChannelId, out var adapter))
            return Refused(request, request.IngressKey is null ? ReasonCodes.AdapterNotFound : ReasonCodes.AccountNotFound);

        var freshness = Freshness.Cached;
        for (var look = 0; look < MostLooks; look++)
        {
            var account = await FindAsync(request, freshness, cancellationToken);
            var read = await ReadAsync(request, account, adapter, cancellationToken);
            if (!IngressMethods.TakesMessages(request))
                read = read.OrNothingHere();
            if (read.Response is { } response)
            {
                if (!read.DependsOnAccount || freshness != Freshness.Cached)
                {
                    await NoteAsync(request, account, read, cancellationToken);
                    return response;
                }

                // A name that does not exist may be asked for by anybody, so that answer may be a moment old; an account's own may not.
                freshness = account is null ? Freshness.Recent : Freshness.Reload;
                continue;
            }

            if (await DeliverAsync(account!, read.Messages, cancellationToken) is { } outcome)
                return adapter.Acknowledge(request) ?? IngressAnswers.Of(outcome);
            freshness = Freshness.Reload;
        }

        Log.StorageAway(logger, request.ChannelId, "the account kept changing");
        return IngressAnswers.StorageAway;
    }

    /// <summary>The unguessable route names no channel: the account does.</summary>
    private async Task<IngressRequest> WithChannelAsync(IngressRequest request, CancellationToken cancellationToken) =>
        await FindAsync(request, Freshness.Cached, cancellationToken) is { } account
            ? request with { ChannelId = account.ChannelId }
            : request;

    private ValueTask<AccountSnapshot?> FindAsync(IngressRequest request, Freshness freshness, CancellationToken cancellationToken) =>
        request.IngressKey is { } key
            ? directory.FindByIngressKeyAsync(key, freshness, cancellationToken)
            : directory.FindAsync(request.ChannelId, request.AccountKey!, freshness, cancellationToken);

    private async ValueTask<IngressReading> ReadAsync(IngressRequest request, AccountSnapshot? account, IChannelAdapter adapter, CancellationToken cancellationToken)
    {
        if (account is null || account.ChannelId != request.ChannelId)
            return IngressReading.Refused(ReasonCodes.AccountNotFound);
        if (!account.Organization.ChannelRuntimeEnabled)
            return IngressReading.Refused(ReasonCodes.ChannelDisabled);
        if (!account.Enabled)
            return IngressReading.Refused(ReasonCodes.AccountDisabled);

        if (!account.UnreadableSecrets.IsEmpty)
        {
            // Nobody can prove anything now; the vendor comes again when the key is back.
            await notes.FaultOnceAsync(account, $"{AccountNotes.SecretUnreadable}: {string.Join(", ", account.UnreadableSecrets)}", cancellationToken);
            return IngressReading.Unavailable(AccountNotes.SecretUnreadable);
        }

        var view = accounts.Of(account);
        switch (await adapter.AuthenticateAsync(request, view, cancellationToken))
        {
            // The issuer's keys cannot be had: that is nobody's fault here, and the vendor comes again.
            case Authenticity.Failed { RequiredStatus: 503 } away:
                return IngressReading.Unavailable(away.Reason);
            case Authenticity.Failed failed:
                return IngressReading.NotAuthentic(failed.Reason, failed.RequiredStatus ?? Unauthorized, failed.RequiredBody);
            case Authenticity.Unsigned when !options.Value.AllowUnsigned:
                return IngressReading.NotAuthentic(ReasonCodes.UnsignedNotAllowed, Unauthorized);
        }

        if (adapter.Handshake(request, view) is { } handshake)
            return IngressReading.Answered(handshake);
        var normalized = adapter.Normalize(request, view);
        return normalized.Reason is { } reason
            ? JsonClaim.IsBroken(request) ? IngressReading.NotJson(reason) : IngressReading.NotUnderstood(reason, adapter.Acknowledge(request))
            : IngressReading.Of(normalized.Messages);
    }

    private TimeSpan Patience => storage.Value.CommitDeadline + ReadTime;

    private int? Unauthorized => options.Value.StrictStatus ? 401 : null;

    /// <returns>One answer for all messages of the request; null when the account changed before any of them was stored.</returns>
    private async ValueTask<InboundOutcome?> DeliverAsync(AccountSnapshot account, ImmutableArray<InboundMessage> messages, CancellationToken cancellationToken)
    {
        var first = await DeliverAsync(account, messages[0], cancellationToken);
        if (first is null || messages.Length == 1)
            return first;
        var all = new List<InboundOutcome>(messages.Length) { first };
        for (var i = 1; i < messages.Length; i++)
            all.Add(await AcceptAsync(account.Id, messages[i], cancellationToken));
        return IngressAnswers.Combine(all);
    }

    private async Task<InboundOutcome> AcceptAsync(Guid accountId, InboundMessage message, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (await directory.GetAsync(accountId, look == 0 ? Freshness.Cached : Freshness.Reload, cancellationToken) is not { } account)
                return InboundOutcome.Refused(ReasonCodes.AccountNotFound);
            if (!account.Enabled)
                return InboundOutcome.Refused(ReasonCodes.AccountDisabled);
            if (await DeliverAsync(account, message, cancellationToken) is { } outcome)
                return outcome;
        }

        throw new CommitUnavailableException("The account kept changing.");
    }

    private async ValueTask<InboundOutcome?> DeliverAsync(AccountSnapshot account, InboundMessage message, CancellationToken cancellationToken)
    {
        var key = new ConversationKey(account.Id, message.ConversationId).ToString();
        if (!gate.TryEnter(key, Patience))
            throw new CommitUnavailableException("The conversation has more waiting than it can store in time.");
        InboundOutcome? outcome;
        try
        {
            outcome = await GrainFactory.GetGrain<IConversationGrain>(key).Accept(message, account.Version, cancellationToken);
        }
        catch (InconsistentStateException)
        {
            // Written by another activation meanwhile; this one is gone, the next call gets a fresh one.
            return null;
        }
        finally
        {
            gate.Leave(key);
        }

        if (outcome is { Reason: ReasonCodes.DuplicateMessage })
            metrics.Duplicate(account.ChannelId);
        else if (outcome is { Accepted: false })
            metrics.Dropped(account.ChannelId, outcome.Reason);
        else if (outcome is not null)
            metrics.Triggered(account.ChannelId, outcome.WorkflowsTriggered);
        return outcome;
    }

    private IngressResponse Refused(IngressRequest request, string reason)
    {
        metrics.Dropped(request.ChannelId, reason);
        return IngressAnswers.Of(InboundOutcome.Refused(reason));
    }

    private async ValueTask NoteAsync(IngressRequest request, AccountSnapshot? account, IngressReading read, CancellationToken cancellationToken)
    {
        if (read.Reason is not { } reason)
            return;
        if (account is null || read.FailedAuthenticity)
            metrics.AuthFailed(request.ChannelId, reason);
        else
            metrics.Dropped(request.ChannelId, reason);
        if (account is not null && (read.FailedAuthenticity || reason == ReasonCodes.NormalizeFailed))
            await events.RefusedAsync(account, reason, read.FailedAuthenticity, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2000, EventName = "ingress.storage_away", Level = LogLevel.Warning, Message = "{Channel} message not taken: {Fault}")]
        public static partial void StorageAway(ILogger logger, string channel, string fault);
    }
}
