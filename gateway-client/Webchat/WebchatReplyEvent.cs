using Vespid.Storage.Feed;

namespace Vespid.Gateway.Webchat;

/// <summary>Data of one server-sent event: a reply.</summary>
internal sealed record WebchatReplyEvent(long Seq, Guid Id, string Text, string? ReplyTo, DateTimeOffset CreatedAt)
{
    public static WebchatReplyEvent From(WebchatReply reply) => new(reply.Seq, reply.EntryId, reply.Text, reply.ReplyTo, reply.CreatedAt);
}
