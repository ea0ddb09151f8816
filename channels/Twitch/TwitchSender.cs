using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends chat messages through Helix as the user of the settings <c>botUserId</c> and <c>clientId</c>. Twitch has no idempotency key. Source:
/// dev.twitch.tv/docs/api/reference/#send-chat-message.
/// </summary>
internal sealed class TwitchSender(VendorApi api, TimeProvider time, IOptions<ChannelOptions> options) : VendorSender("twitch", options)
{
    private const string Root = "https://api.twitch.tv/helix";
    private const string TokenName = "botToken";
    private const string ResetHeader = "ratelimit-reset";
    private const double LongestWaitSeconds = 3600;

    protected override bool IsConfigured(ChannelAccount account) =>
        account.Secrets(TokenName).Count > 0 && account.Setting("clientId") is not null && account.Setting("botUserId") is not null;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!api.TryBase(account, Root, out var root))
            return BaseUrlRefused();
        var body = new JsonObject
        {
            ["broadcaster_id"] = SafeText.Of(message.ConversationId),
            ["sender_id"] = account.Setting("botUserId"),
            ["message"] = message.Text,
        };
        if (Guid.TryParse(message.ReplyToProviderMessageId, out _))
            body["reply_parent_message_id"] = message.ReplyToProviderMessageId;
        var result = await api.PostAsync(
            new Uri(root, "chat/messages"),
            body,
            new[] { ("Authorization", "Bearer " + account.Secrets(TokenName)[0]), ("Client-Id", account.Setting("clientId")!) },
            cancellationToken);
        return result is PostResult.Answered answer ? ResultOf(answer) : WithoutAnswer(result);
    }

    private SendResult ResultOf(PostResult.Answered answer)
    {
        var body = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        if (answer.Status == 429)
            return OfStatus(answer with { RetryAfter = answer.RetryAfter ?? WaitOf(answer.Header(ResetHeader)) }, body["message"].Text);
        if (answer.Status is not (>= 200 and < 300))
            return OfStatus(answer, body["message"].Text);
        var taken = body["data"][0];
        if (taken["is_sent"].Boolean == false)
            return DroppedFor(SafeText.Cut(taken["drop_reason"]["code"].Text ?? "no_reason_given", 100));
        return taken["message_id"].Text is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
    }

    // A status of 200 with the reason why nobody saw it.
    private SendResult DroppedFor(string code) => code.Contains("rate", StringComparison.OrdinalIgnoreCase) || code.Contains("slowmode", StringComparison.OrdinalIgnoreCase)
        ? Retry("dropped_" + code, null, counts: true)
        : Refused("dropped_" + code);

    private TimeSpan? WaitOf(string? reset) => long.TryParse(reset, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? TimeSpan.FromSeconds(Math.Clamp(seconds - time.GetUtcNow().ToUnixTimeSeconds(), 0, LongestWaitSeconds)) : null;
}
