using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns LINE's events into messages, all of a request; bridges may post the generic body instead.</summary>
internal sealed class LineWebhookReader(Envelopes envelopes, LineReplyTokens replyTokens)
{
    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        if (!body["events"].IsArray)
            return envelopes.Seal(GenericBody.Read(body, request), request, body);
        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId") ?? body["destination"].Text;
        var messages = new List<InboundMessage>();
        var refusal = Normalization.NotUnderstood;
        foreach (var fact in body["events"].Items)
        {
            var read = ReadEvent(fact, body, bot, request);
            if (read.Reason is not null)
                refusal = read;
            foreach (var message in read.Messages)
            {
                messages.Add(message);
                replyTokens.Keep(account.Id, message.ProviderMessageId, fact["replyToken"].Text);
            }
        }

        if (messages.Count > 0)
            return Normalization.Of([.. messages]);
        return refusal.Reason == ReasonCodes.NormalizeFailed ? envelopes.Seal(GenericBody.Read(body, request), request, body) : refusal;
    }

    private Normalization ReadEvent(BodyReader fact, BodyReader body, string? bot, IngressRequest request)
    {
        if (LineEvent.IsOwn(fact, bot))
            return Normalization.Own;
        if (LineEvent.Read(fact, bot) is { } draft)
            return envelopes.Seal(draft, request, body);
        return fact["type"].Text is null ? Normalization.NotUnderstood : Normalization.Unsupported;
    }
}
