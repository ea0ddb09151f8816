using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Sends with chat.postMessage as the bot whose token is the account secret <c>botToken</c>. Source: docs.slack.dev/reference/methods/chat.postMessage.</summary>
internal sealed class SlackSender(SlackApi slack, IOptions<ChannelOptions> options) : VendorSender("slack", options)
{
    private const string TokenName = "botToken";

    protected override bool IsConfigured(ChannelAccount account) => account.Secrets(TokenName).Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!slack.TryUrl(account, "chat.postMessage", out var url))
            return BaseUrlRefused();
        var body = new JsonObject
        {
            ["channel"] = SafeText.Of(message.ConversationId),
            ["text"] = SlackText.Escape(message.Text),
            // Slack takes one message for one of these, however often it comes.
            ["client_msg_id"] = message.EntryId.ToString(),
        };
        if (ThreadOf(message, account) is { } thread)
            body["thread_ts"] = thread;
        return await slack.CallAsync(url!, account.Secrets(TokenName)[0], body, cancellationToken) is var result && result is PostResult.Answered answer
            ? ResultOf(answer)
            : WithoutAnswer(result);
    }

    // An answer stays in its thread; one to a message outside threads opens a thread only where the account wants that.
    private static string? ThreadOf(OutboundMessage message, ChannelAccount account)
    {
        var thread = message.ThreadId ?? (account.Setting("replyInThread") == "true" ? message.ReplyToProviderMessageId : null);
        return thread is not null && IsTimestamp(thread) ? thread : null;
    }

    private static bool IsTimestamp(string id) => id.Contains('.', StringComparison.Ordinal) && id.All(c => char.IsAsciiDigit(c) || c == '.');

    private SendResult ResultOf(PostResult.Answered answer)
    {
        if (answer.Status is not (>= 200 and < 300))
            return OfStatus(answer);
        if (!SlackApi.TryRead(answer, out var body))
            return Unknown("answer_not_understood");
        if (body["ok"].Boolean == true)
            return body["ts"].Text is { } ts ? new SendResult.Sent(ts) : Unknown("answer_not_understood");
        var error = SafeText.Cut(body["error"].Text ?? "no_error_given", 100);
        return error switch
        {
            "ratelimited" or "rate_limited" or "message_limit_exceeded" => Retry(error, answer.RetryAfter, counts: false),
            "service_unavailable" or "team_added_to_org" => Retry(error, answer.RetryAfter, counts: true),
            // Slack says of these that part of the operation may have succeeded.
            "fatal_error" or "internal_error" or "request_timeout" or "duplicate_message_not_found" or "duplicate_channel_not_found" => Unknown(error),
            _ => Refused(error, SlackApi.IsCredentialFault(error)),
        };
    }
}
