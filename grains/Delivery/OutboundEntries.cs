using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Delivery;

/// <summary>Makes the outbox entries of channel messages: one a part, where the platform limits the length.</summary>
internal static class OutboundEntries
{
    public const string Reply = "reply";
    public const string Test = "test";
    public const string PairingNotice = "pairing_notice";

    /// <summary>Entries for a text to a conversation, in the order they must arrive.</summary>
    public static ImmutableArray<OutboxRow> Text(OutboundText text, ChannelDescriptor channel, TimeSpan timeToLive, IIdSource ids) =>
        [.. TextSplitter.Split(text.Text, channel.Capabilities.MaxTextLength, channel.Capabilities.TextUnit).Select(part => new OutboxRow(
            ids.NewId(),
            new ConversationKey(text.AccountId, text.ConversationId).ToString(),
            text.Kind,
            text.OrganizationId,
            text.AccountId,
            text.ConversationId,
            OutboundPayload.Write(new OutboundPayload(part, text.ReplyTo, text.ThreadId)),
            timeToLive,
            text.RunId,
            text.SessionId,
            text.SessionSeq,
            text.TraceParent))];

    /// <summary>A short note of the runtime itself.</summary>
    public static OutboxRow Notice(Guid id, AccountSnapshot account, string conversationId, string text, TimeSpan timeToLive) => new(
        id,
        new ConversationKey(account.Id, conversationId).ToString(),
        PairingNotice,
        account.Organization.Id,
        account.Id,
        conversationId,
        OutboundPayload.Write(new OutboundPayload(text, null, null)),
        timeToLive,
        RunId: null,
        SessionId: null,
        SessionSeq: null,
        TraceParent: null);
}
