using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends texts with the account secret <c>accessToken</c> from the number <c>phoneNumberId</c>. Source:
/// developers.facebook.com/docs/whatsapp/cloud-api/reference/messages. Free text reaches a customer within 24 hours of their last message only.
/// </summary>
internal sealed class WhatsAppSender(VendorApi api, IOptions<ChannelOptions> options) : VendorSender("whatsapp", options)
{
    private const string Graph = "https://graph.facebook.com";
    private const string DefaultVersion = "v23.0";

    protected override bool IsConfigured(ChannelAccount account) => account.Secrets("accessToken").Count > 0 && account.Setting("phoneNumberId") is not null;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        var number = account.Setting("phoneNumberId")!;
        var version = account.Setting("graphVersion") ?? DefaultVersion;
        if (!number.All(char.IsAsciiDigit))
            return Refused("phone_number_id_invalid", accountFault: true);
        if (!IsVersion(version))
            return Refused("graph_version_invalid", accountFault: true);
        if (!api.TryBase(account, Graph, out var root))
            return BaseUrlRefused();

        var result = await api.PostAsync(
            new Uri(root, $"{version}/{number}/messages"),
            BodyOf(message),
            new[] { ("authorization", "Bearer " + account.Secrets("accessToken")[0]) },
            cancellationToken);
        return result is PostResult.Answered answer ? ResultOf(answer) : WithoutAnswer(result);
    }

    private static JsonObject BodyOf(OutboundMessage message)
    {
        var body = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            // Customers are numbers; anything else is the id of a group.
            ["recipient_type"] = message.ConversationId.TrimStart('+').All(char.IsAsciiDigit) ? "individual" : "group",
            ["to"] = SafeText.Of(message.ConversationId),
            ["type"] = "text",
            ["text"] = new JsonObject { ["preview_url"] = false, ["body"] = message.Text },
            // Comes back in receipts.
            ["biz_opaque_callback_data"] = message.EntryId.ToString(),
        };
        if (message.ReplyToProviderMessageId is { } reply)
            body["context"] = new JsonObject { ["message_id"] = SafeText.Of(reply) };
        return body;
    }

    private SendResult ResultOf(PostResult.Answered answer)
    {
        var body = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        if (answer.Status is >= 200 and < 300)
            return body["messages"][0]["id"].Text is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
        // Meta's texts repeat credentials and numbers; its codes say the same.
        return body["error"]["code"].Integer is { } code ? ResultOf(answer, code) : OfStatus(answer);
    }

    private SendResult ResultOf(PostResult.Answered answer, long code)
    {
        var error = $"{answer.Status}: code {code}";
        return WhatsAppErrors.KindOf(code) switch
        {
            WhatsAppErrors.Kind.Slower => Retry(error, answer.RetryAfter, counts: false),
            WhatsAppErrors.Kind.Passing => Retry(error, answer.RetryAfter, counts: true),
            WhatsAppErrors.Kind.Account => Refused(error, accountFault: true),
            WhatsAppErrors.Kind.Message => Refused(error),
            _ => OfStatus(answer, $"code {code}"),
        };
    }

    private static bool IsVersion(string version) =>
        version.Length is >= 4 and <= 8 && version[0] == 'v' && version.AsSpan(1).IndexOfAnyExcept("0123456789.") < 0;
}
