using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Replies while the message's reply token is good, else pushes; a push carries the entry's id as retry key, which LINE takes once. Source:
/// developers.line.biz/en/docs/messaging-api/retrying-api-request.
/// </summary>
internal sealed class LineSender(VendorApi api, LineReplyTokens replyTokens, IOptions<ChannelOptions> options) : VendorSender("line", options)
{
    private const string Root = "https://api.line.me";
    private const string TokenName = "channelAccessToken";
    private const int AlreadyTaken = 409;
    private const string RetryKeyHeader = "X-Line-Retry-Key";
    private const string AcceptedHeader = "x-line-accepted-request-id";

    protected override bool IsConfigured(ChannelAccount account) => account.Secrets(TokenName).Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!api.TryBase(account, Root, out var root))
            return BaseUrlRefused();
        var authorization = ("Authorization", "Bearer " + account.Secrets(TokenName)[0]);
        if (replyTokens.Take(account.Id, message.ReplyToProviderMessageId) is { } token)
        {
            var replied = await api.PostAsync(new Uri(root, "v2/bot/message/reply"), BodyOf("replyToken", token, message.Text), new[] { authorization }, cancellationToken);
            // A token that is refused has sent nothing.
            if (replied is not PostResult.Answered { Status: 400 })
                return ResultOf(replied);
        }

        return ResultOf(await api.PostAsync(
            new Uri(root, "v2/bot/message/push"),
            BodyOf("to", SafeText.Of(message.ConversationId), message.Text),
            new[] { authorization, (RetryKeyHeader, message.EntryId.ToString()) },
            cancellationToken));
    }

    private static JsonObject BodyOf(string target, string value, string text) => new()
    {
        [target] = value,
        ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
    };

    private SendResult ResultOf(PostResult result)
    {
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        var body = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        var sent = body["sentMessages"][0]["id"].Text;
        if (answer.Status is >= 200 and < 300)
            return sent is not null ? new SendResult.Sent(sent) : Unknown("answer_not_understood");
        if (answer.Status == AlreadyTaken && answer.Header(AcceptedHeader) is { } accepted)
            return new SendResult.Sent(sent ?? accepted);
        var reason = body["message"].Text;
        // The same status as for too many calls, but no waiting helps before the next month.
        return answer.Status == 429 && reason?.Contains("monthly limit", StringComparison.OrdinalIgnoreCase) == true
            ? Refused("monthly_limit_reached")
            : OfStatus(answer, reason);
    }
}
