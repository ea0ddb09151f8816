using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Channels;

/// <summary>The rules of the envelope that hold for every channel (specification 2.3).</summary>
internal sealed class Envelopes(IIdSource ids)
{
    public const int MaxIdLength = 512;
    private const string UnknownSender = "unknown";

    /// <summary>No text, no envelope; no sender is <c>unknown</c>, no conversation is the sender, no id is a fresh one.</summary>
    public Normalization Seal(MessageDraft? draft, IngressRequest request, BodyReader body)
    {
        if (draft?.Text is not { } text)
            return Normalization.NotUnderstood;
        var sender = SafeText.Of(draft.SenderId ?? UnknownSender);
        var conversation = SafeText.Of(draft.ConversationId ?? sender);
        var id = SafeText.Of(draft.ProviderMessageId ?? ids.NewId().ToString());
        if (IsTooLong(sender) || IsTooLong(conversation) || IsTooLong(id) || IsTooLong(draft.ThreadId) || IsTooLong(draft.ReplyTo))
            return Normalization.NotUnderstood;

        return Normalization.Of(new InboundMessage
        {
            ProviderMessageId = id,
            DedupeKey = Bounded(SafeText.Of(draft.DedupeKey ?? id)),
            ConversationId = conversation,
            SenderId = sender,
            SenderDisplayName = draft.SenderDisplayName is { } name ? SafeText.Cut(SafeText.Of(name), MaxIdLength) : null,
            Text = SafeText.Of(text),
            Event = draft.IsDirect(sender, conversation) ? InboundEvents.DirectMessage
                : draft.Mentioned ? InboundEvents.Mentioned
                : InboundEvents.Received,
            MentionMatched = draft.Mentioned,
            ReceivedAt = draft.ReceivedAt,
            ThreadId = draft.ThreadId,
            Payload = PayloadRedaction.Of(request, body),
            Attachments = [.. draft.Attachments],
            ReplyToProviderMessageId = draft.ReplyTo,
            IsEdit = draft.IsEdit,
            TraceParent = request.TraceParent,
        });
    }

    private static bool IsTooLong(string? id) => id?.Length > MaxIdLength;

    // A key of two joined ids can exceed what an index entry may hold.
    private static string Bounded(string key) =>
        key.Length <= MaxIdLength ? key : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
