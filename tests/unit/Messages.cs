using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Unit;

/// <summary>Messages for tests of rules.</summary>
internal static class Messages
{
    public static InboundMessage Of(string @event = InboundEvents.DirectMessage, bool mentioned = false, string text = "hello") => new()
    {
        ProviderMessageId = "m-1",
        DedupeKey = "m-1",
        ConversationId = "c",
        SenderId = "s",
        SenderDisplayName = "Sam",
        Text = text,
        Event = @event,
        MentionMatched = mentioned,
        ThreadId = "7",
    };
}
