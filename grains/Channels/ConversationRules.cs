using System.Collections.Immutable;
using System.Text.Json;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>One message, decided: policy, then session and triggers.</summary>
public static class ConversationRules
{
    private const int RunAttempts = 3;
    private const int TurnAttempts = 5;

    public static ConversationDecision Decide(ConversationState state, InboundMessage message, in ConversationContext context)
    {
        var reason = ChannelPolicy.Decide(PolicyFacts.Of(context.Account, message));
        return reason == ReasonCodes.Accepted ? Accept(state, message, context) : Refuse(state, message, reason, context);
    }

    /// <summary>The session that the account's metadata names for conversations without one of their own.</summary>
    public static Guid? NamedDefaultSession(AccountSnapshot account) =>
        account.Metadata.ValueKind == JsonValueKind.Object
        && account.Metadata.TryGetProperty("defaultSessionId", out var value)
        && value.ValueKind == JsonValueKind.String
        && Guid.TryParse(value.GetString(), out var id)
            ? id
            : null;

    /// <summary>On unless metadata says exactly <c>false</c>.</summary>
    public static bool BridgesSessions(AccountSnapshot account) =>
        !(account.Metadata.ValueKind == JsonValueKind.Object
            && account.Metadata.TryGetProperty("sessionBridgeEnabled", out var value)
            && value.ValueKind == JsonValueKind.False);

    private static ConversationDecision Accept(ConversationState state, InboundMessage message, in ConversationContext context)
    {
        var account = context.Account;
        var messageId = context.Ids.NewId();
        var following = ImmutableArray.CreateBuilder<CommitRow>();

        Guid? session = null;
        if (BridgesSessions(account))
        {
            session = state.SessionId ?? context.DefaultSession;
            if (session is null && account.Organization.AgentKind != "none")
            {
                session = context.Ids.NewId();
                following.Add(new SessionRow(session.Value, account.Organization.Id, account.Id, message.ConversationId, message.SenderDisplayName ?? message.SenderId));
            }
        }

        if (session is { } target)
            following.Add(Run(messageId, target, "turn", workflow: null, admitted: true, message, account, requestedBy: null, TurnAttempts));

        var triggered = 0;
        foreach (var trigger in account.Organization.Triggers)
        {
            if (!TriggerMatch.Fires(trigger, account.ChannelId, account.AccountKey, message))
                continue;
            // Beyond the quota the trigger is kept, and admitted once there is room.
            var admitted = triggered < context.RunsLeft;
            following.Add(Run(messageId, trigger.WorkflowId, "workflow", trigger.WorkflowId, admitted, message, account, trigger.RequestedByUserId, RunAttempts));
            if (admitted)
                triggered++;
        }

        return new ConversationDecision(
            new InboundOutcome(true, ReasonCodes.Accepted, session is not null, triggered, messageId),
            session is null || session == state.SessionId ? state : state with { SessionId = session },
            Row(messageId, message, account, "accepted", ReasonCodes.Accepted, session, triggered),
            following.DrainToImmutable());
    }

    private static ConversationDecision Refuse(ConversationState state, InboundMessage message, string reason, in ConversationContext context)
    {
        var account = context.Account;
        var messageId = context.Ids.NewId();
        ImmutableArray<CommitRow> following = reason == ReasonCodes.DmPairingRequired
            ?
            [
                new PairingRequestRow(
                    context.Ids.NewId(), account.Organization.Id, account.Id, AllowlistScopes.Dm, message.SenderId, message.SenderDisplayName,
                    PairingCode.Next(context.Chance), context.Options.PairingTimeToLive, context.Options.PairingPendingLimit),
            ]
            : [];
        return new ConversationDecision(
            new InboundOutcome(false, reason, false, 0, messageId),
            state,
            Row(messageId, message, account, "dropped", reason, session: null, triggered: 0),
            following);
    }

    private static InboundMessageRow Row(
        Guid id, InboundMessage message, AccountSnapshot account, string status, string reason, Guid? session, int triggered) =>
        new(
            id, account.Organization.Id, account.Id, message.ConversationId, message.SenderId, message.SenderDisplayName, message.ProviderMessageId,
            message.DedupeKey, message.Event, message.MentionMatched, message.Text, status, reason, session, triggered, message.Payload,
            message.ReceivedAt, message.TraceParent, ThreadId: message.ThreadId);

    private static RunRow Run(
        Guid messageId, Guid target, string kind, Guid? workflow, bool admitted, InboundMessage message, AccountSnapshot account, Guid? requestedBy, int attempts) =>
        new(
            RunId.Of(messageId, target), account.Organization.Id, kind, admitted, workflow, kind == "turn" ? target : null, account.Id,
            message.ConversationId, messageId, "channel", "channel.internal", requestedBy, Input: null, attempts, message.TraceParent);
}
