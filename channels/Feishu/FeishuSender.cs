using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as the app <c>appId</c> with the account secret <c>appSecret</c>. The entry's id is the <c>uuid</c> by which Feishu knows a repeat within an hour.
/// Sources: open.feishu.cn/document/server-docs/im-v1/message/create and …/reply. Lark is the setting <c>apiBaseUrl</c> =
/// <c>https://open.larksuite.com</c>.
/// </summary>
internal sealed class FeishuSender(VendorApi api, AccessTokens tokens, AccessTokenRequests requests, IOptions<ChannelOptions> options)
    : VendorSender("feishu", options)
{
    private const string Feishu = "https://open.feishu.cn";

    protected override bool IsConfigured(ChannelAccount account) => account.Setting("appId") is not null && account.Secrets("appSecret").Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        var (app, secret) = (account.Setting("appId")!, account.Secrets("appSecret")[0]);
        if (!api.TryBase(account, Feishu, out var root))
            return BaseUrlRefused();

        return await tokens.SendAsync(
            [root.AbsoluteUri, app, secret],
            cancel => AskAsync(root, app, secret, cancel),
            token => PostAsync(root, message, token, cancellationToken),
            Refused("401", accountFault: true),
            cancellationToken);
    }

    private Task<AccessToken> AskAsync(Uri root, string app, string secret, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["app_id"] = app, ["app_secret"] = secret };
        var url = new Uri(root, "open-apis/auth/v3/tenant_access_token/internal");
        return requests.PostAsync("feishu", url.AbsoluteUri, new SentContent(Encoding.UTF8.GetBytes(body.ToJsonString())), TokenOf, cancellationToken);
    }

    private AccessToken? TokenOf(BodyReader body)
    {
        if (body["code"].Integer is { } code and not 0)
            return new AccessToken.Denied(FeishuErrors.IsSlower(code) ? Retry($"token: code {code}", null, counts: false) : Refused($"token: code {code}", accountFault: true));
        return body["tenant_access_token"].Text is { } token && body["expire"].Number is { } seconds and > 0
            ? new AccessToken.Granted(token, TimeSpan.FromSeconds(Math.Min(seconds, 86_400)))
            : null;
    }

    private async Task<SendResult?> PostAsync(Uri root, OutboundMessage message, string token, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["msg_type"] = "text",
            ["content"] = new JsonObject { ["text"] = message.Text }.ToJsonString(),
            ["uuid"] = message.EntryId.ToString("N"),
        };
        var result = await api.PostAsync(Target(root, message, body), body, new[] { ("authorization", "Bearer " + token) }, cancellationToken);
        return result is PostResult.Answered answer ? ResultOf(answer) : WithoutAnswer(result);
    }

    private static Uri Target(Uri root, OutboundMessage message, JsonObject body)
    {
        if (message.ReplyToProviderMessageId is { } reply && reply.StartsWith("om_", StringComparison.Ordinal))
        {
            if (message.ThreadId is not null)
                body["reply_in_thread"] = true;
            return new(root, $"open-apis/im/v1/messages/{Uri.EscapeDataString(SafeText.Of(reply))}/reply");
        }

        body["receive_id"] = SafeText.Of(message.ConversationId);
        return new(root, $"open-apis/im/v1/messages?receive_id_type={KindOf(message.ConversationId)}");
    }

    private static string KindOf(string id) => id.Length < 3 ? "chat_id" : id[..3] switch
    {
        "ou_" => "open_id",
        "on_" => "union_id",
        _ => "chat_id",
    };

    /// <returns>Null when the token is no longer taken.</returns>
    private SendResult? ResultOf(PostResult.Answered answer)
    {
        var body = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        if (body["code"].Integer is { } code and not 0)
            return ResultOf(answer, code);
        if (answer.Status == 401)
            return null;
        if (answer.Status is < 200 or >= 300)
            return OfStatus(answer);
        return body["data"]["message_id"].Text is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
    }

    private SendResult? ResultOf(PostResult.Answered answer, long code)
    {
        if (FeishuErrors.IsTokenFault(code))
            return null;
        if (FeishuErrors.IsSlower(code))
            return Retry($"{answer.Status}: code {code}", answer.RetryAfter, counts: false);
        if (FeishuErrors.IsAccountFault(code))
            return Refused($"{answer.Status}: code {code}", accountFault: true);
        return answer.Status is >= 200 and < 300 ? Refused($"{answer.Status}: code {code}") : OfStatus(answer, $"code {code}");
    }
}
