using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Vespid.Channels;

/// <summary>The body of an outbound webhook (specification 7.1); the same bytes on every attempt.</summary>
internal static class WebhookBody
{
    public static byte[] Of(OutboundMessage message, ChannelAccount account)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "channel.session.reply");
            writer.WriteString("organizationId", message.OrganizationId);
            writer.WriteString("channelId", account.ChannelId);
            writer.WriteString("accountId", account.Id);
            writer.WriteString("accountKey", account.AccountKey);
            writer.WriteString("conversationId", SafeText.Of(message.ConversationId));
            writer.WriteString("replyToProviderMessageId", message.ReplyToProviderMessageId);
            writer.WriteString("text", SafeText.Of(message.Text));
            if (message.SessionId is { } session)
                writer.WriteString("sessionId", session);
            else
                writer.WriteNull("sessionId");
            if (message.SessionSeq is { } seq)
                writer.WriteNumber("sessionEventSeq", seq);
            else
                writer.WriteNull("sessionEventSeq");
            writer.WriteString("generatedAt", CreationOf(message.EntryId));
            writer.WriteString("threadId", message.ThreadId);
            writer.WriteString("kind", message.Kind);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // A UUIDv7 starts with its milliseconds: the entry's own time, the same on every attempt.
    private static DateTimeOffset CreationOf(Guid entryId)
    {
        Span<byte> bytes = stackalloc byte[16];
        entryId.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16) % 253_402_300_799_999);
    }
}
