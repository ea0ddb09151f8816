using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Sends by the bridge's <c>POST /v1/messages</c> (docs/channels/imessage.md). The outbox entry is the idempotency key.</summary>
internal sealed class IMessageSender(TenantHttp http, IOptions<ChannelOptions> options) : TenantSender("imessage", http, options)
{
    public const string BridgeToken = "bridgeToken";

    public static void Authorize(HttpRequestMessage request, ChannelAccount account)
    {
        if (account.Secrets(BridgeToken) is [var token, ..])
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
    }

    protected override bool HasCredentials(ChannelAccount account) => account.Secrets(BridgeToken).Count > 0;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["chatGuid"] = SafeText.Of(message.ConversationId), ["text"] = message.Text };
        if (message.ReplyToProviderMessageId is { } reply)
            body["replyToGuid"] = SafeText.Of(reply);
        var result = await Http.SendAsync(
            HttpMethod.Post, TenantHttp.At(root, "v1/messages"), Encoding.UTF8.GetBytes(body.ToJsonString()), request => Prepare(request, message, account), cancellationToken);
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        if (!IsSuccess(answer))
            return OfStatus(answer);
        return Understand(answer)["guid"].Text is { } guid ? new SendResult.Sent(SafeText.Cut(guid, Envelopes.MaxIdLength)) : Unknown("answer_not_understood");
    }

    private static void Prepare(HttpRequestMessage request, OutboundMessage message, ChannelAccount account)
    {
        Authorize(request, account);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.EntryId.ToString());
    }
}
