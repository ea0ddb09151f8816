using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Creates messages. The entry's id is the nonce that Discord takes once within some minutes, and no text mentions anybody. Source:
/// docs.discord.com/developers/resources/message#create-message.
/// </summary>
internal sealed class DiscordSender(DiscordApi discord, DiscordBuckets buckets, IOptions<ChannelOptions> options) : VendorSender("discord", options)
{
    protected override bool IsConfigured(ChannelAccount account) => account.Secrets(DiscordApi.TokenName).Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        var channel = message.ThreadId ?? message.ConversationId;
        if (!IsSnowflake(channel))
            return Refused("channel_invalid");
        if (!discord.TryUrl(account, $"channels/{channel}/messages", out var url))
            return BaseUrlRefused();
        var token = account.Secrets(DiscordApi.TokenName)[0];
        if (buckets.WaitOf(token, channel) is { } wait)
            return Retry("rate_limited", wait, counts: false);
        var result = await discord.PostAsync(url!, token, BodyOf(message), cancellationToken);
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        buckets.Note(token, channel, answer);
        return ResultOf(answer);
    }

    private static JsonObject BodyOf(OutboundMessage message)
    {
        var body = new JsonObject
        {
            ["content"] = message.Text,
            ["nonce"] = Base64Url.EncodeToString(message.EntryId.ToByteArray(bigEndian: true)),
            ["enforce_nonce"] = true,
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray(), ["replied_user"] = false },
        };
        if (message.ReplyToProviderMessageId is { } reply && IsSnowflake(reply))
            body["message_reference"] = new JsonObject { ["message_id"] = reply, ["fail_if_not_exists"] = false };
        return body;
    }

    private SendResult ResultOf(PostResult.Answered answer)
    {
        var understood = DiscordApi.TryRead(answer, out var body);
        if (answer.Status is >= 200 and < 300)
            return understood && body["id"].Text is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
        // The body tells the wait to the millisecond; the header is rounded up.
        if (answer.Status == 429 && body["retry_after"].Number is { } seconds)
            answer = answer with { RetryAfter = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) };
        return OfStatus(answer, body["message"].Text);
    }

    private static bool IsSnowflake(string id) => id.Length is > 0 and <= 20 && id.All(char.IsAsciiDigit);
}
