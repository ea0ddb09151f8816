using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Creates posts. The entry's id is the pending post id, which the server takes once within half a minute.</summary>
internal sealed class MattermostSender(MattermostApi mattermost, IOptions<ChannelOptions> options) : VendorSender("mattermost", options)
{
    private const int IdLength = 26;

    protected override bool IsConfigured(ChannelAccount account) => MattermostApi.IsConfigured(account);

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!mattermost.TryUrl(account, "posts", out var url))
            return BaseUrlRefused();
        var body = new JsonObject
        {
            ["channel_id"] = SafeText.Of(message.ConversationId),
            ["message"] = message.Text,
            ["pending_post_id"] = message.EntryId.ToString(),
        };
        if (RootOf(message, account) is { } root)
            body["root_id"] = root;
        var result = await mattermost.PostAsync(url!, account.Secrets(MattermostApi.TokenName)[0], body, cancellationToken);
        return result is PostResult.Answered answer ? ResultOf(answer) : WithoutAnswer(result);
    }

    // Only the first post of a thread can be a root: an answer to a message outside threads makes that one the first, where the account wants it.
    private static string? RootOf(OutboundMessage message, ChannelAccount account)
    {
        var root = message.ThreadId ?? (account.Setting("replyInThread") == "true" ? message.ReplyToProviderMessageId : null);
        return root is { Length: IdLength } && root.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c)) ? root : null;
    }

    private SendResult ResultOf(PostResult.Answered answer)
    {
        var understood = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        if (answer.Status is >= 200 and < 300)
            return understood["id"].Text is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood");
        return OfStatus(answer, understood["id"].Text ?? understood["message"].Text);
    }
}
