using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>Whether a message fires a workflow's channel trigger.</summary>
public static class TriggerMatch
{
    public static bool Fires(ChannelTrigger trigger, string channelId, string accountKey, InboundMessage message) =>
        trigger.ChannelId == channelId
        && (trigger.AccountKey is null || trigger.AccountKey == accountKey)
        && EventMatches(trigger.Event, message)
        && (trigger.TextContains is not { Length: > 0 } needle || message.Text.Contains(needle, StringComparison.OrdinalIgnoreCase))
        && (trigger.SenderIn.Count == 0 || trigger.SenderIn.Contains(message.SenderId))
        && (trigger.GroupIn.Count == 0 || trigger.GroupIn.Contains(message.ConversationId));

    /// <summary>A direct message that mentions the bot counts as a mention too.</summary>
    private static bool EventMatches(string wanted, InboundMessage message) => wanted switch
    {
        InboundEvents.Received => true,
        InboundEvents.DirectMessage => message.Event == InboundEvents.DirectMessage,
        InboundEvents.Mentioned => message.MentionMatched,
        _ => false,
    };
}
