using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as a bot of the Bot Platform with the account secret <c>botToken</c>, else as an Official Account with <c>accessToken</c>. Sources:
/// bot.zapps.me/docs and developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van. An Official Account's token ends after a day, and renewing it uses
/// up the refresh token, so whoever owns that renews it and rotates the secret here.
/// </summary>
internal sealed class ZaloSender(VendorApi api, IOptions<ChannelOptions> options) : VendorSender("zalo", options)
{
    private const string OfficialAccounts = "https://openapi.zalo.me";
    private const string Bots = "https://bot-api.zaloplatforms.com";

    protected override bool IsConfigured(ChannelAccount account) => account.Secrets("botToken").Count > 0 || account.Secrets("accessToken").Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken) =>
        account.Secrets("botToken") is [var bot, ..]
            ? await SendAsBotAsync(message, account, bot, cancellationToken)
            : await SendAsOfficialAccountAsync(message, account, account.Secrets("accessToken")[0], cancellationToken);

    private async Task<SendResult> SendAsBotAsync(OutboundMessage message, ChannelAccount account, string token, CancellationToken cancellationToken)
    {
        // It becomes part of the path.
        if (!TelegramToken.TryParse(token, out _))
            return Refused("bot_token_invalid", accountFault: true);
        if (!api.TryBase(account, Bots, out var root))
            return BaseUrlRefused();
        var body = new JsonObject { ["chat_id"] = SafeText.Of(message.ConversationId), ["text"] = message.Text };
        if (message.ReplyToProviderMessageId is { } reply)
            body["reply_to_message_id"] = SafeText.Of(reply);
        var result = await api.PostAsync(new Uri($"{root.AbsoluteUri}bot{token}/sendMessage"), body, default, cancellationToken);
        return result is PostResult.Answered answer ? OfBot(answer) : WithoutAnswer(result);
    }

    private SendResult OfBot(PostResult.Answered answer)
    {
        var body = Parsed(answer);
        var refused = body["ok"].Boolean == false;
        if (answer.Status is >= 200 and < 300 && !refused)
            return (body["result"]["message_id"].Text ?? body["result"]["message_id"].IntegerId) is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
        // Refusals come with 200 too; the code is what the status should have been.
        var status = refused && body["error_code"].Integer is >= 100 and < 1000 ? (int)body["error_code"].Integer! : answer.Status;
        return status is >= 200 and < 300 ? Refused($"{answer.Status}: refused") : OfStatus(answer with { Status = status });
    }

    private async Task<SendResult> SendAsOfficialAccountAsync(OutboundMessage message, ChannelAccount account, string token, CancellationToken cancellationToken)
    {
        if (!api.TryBase(account, OfficialAccounts, out var root))
            return BaseUrlRefused();
        var text = new JsonObject { ["text"] = message.Text };
        if (message.ReplyToProviderMessageId is { } reply)
            text["quote_message_id"] = SafeText.Of(reply);
        var body = new JsonObject { ["recipient"] = new JsonObject { ["user_id"] = SafeText.Of(message.ConversationId) }, ["message"] = text };
        var result = await api.PostAsync(new Uri(root, "v3.0/oa/message/cs"), body, new[] { ("access_token", token) }, cancellationToken);
        return result is PostResult.Answered answer ? OfOfficialAccount(answer) : WithoutAnswer(result);
    }

    private SendResult OfOfficialAccount(PostResult.Answered answer)
    {
        if (answer.Status is < 200 or >= 300)
            return OfStatus(answer);
        var body = Parsed(answer);
        return body["error"].Integer switch
        {
            0 when body["data"]["message_id"].Text is { } id => new SendResult.Sent(id),
            null or 0 => Unknown("answer_not_understood"),
            // A limit of the app or the account.
            -32 => Retry("code -32", answer.RetryAfter, counts: false),
            // Zalo's own fault.
            -200 => Retry("code -200", answer.RetryAfter, counts: true),
            // A token that is wrong or has ended, an app that is off or without the permission.
            -216 or -220 or -124 or -204 or -205 or -207 or -208 or -209 or -401 => Refused($"code {body["error"].Integer}", accountFault: true),
            { } code => Refused($"code {code}"),
        };
    }

    private static BodyReader Parsed(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
}
