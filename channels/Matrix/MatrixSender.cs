using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as the account's user. The outbox entry is the transaction id, so a homeserver takes a repeated attempt for the same message.
/// Source: spec.matrix.org, <c>PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}</c>.
/// </summary>
internal sealed class MatrixSender(TenantHttp http, IOptions<ChannelOptions> options) : TenantSender("matrix", http, options)
{
    public const string AccessToken = "accessToken";
    private const double MaxWaitMilliseconds = 86_400_000;

    protected override bool HasCredentials(ChannelAccount account) => account.Secrets(AccessToken).Count > 0;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var token = account.Secrets(AccessToken)[0];
        var url = TenantHttp.At(root, $"_matrix/client/v3/rooms/{Uri.EscapeDataString(message.ConversationId)}/send/m.room.message/{message.EntryId}");
        var body = Encoding.UTF8.GetBytes(BodyOf(message).ToJsonString());
        var result = await Http.SendAsync(HttpMethod.Put, url, body, request => MatrixCall.Authorize(request, token), cancellationToken);
        return result is PostResult.Answered answer ? ResultOf(answer, Understand(answer)) : WithoutAnswer(result);
    }

    private static JsonObject BodyOf(OutboundMessage message)
    {
        var body = new JsonObject { ["msgtype"] = "m.text", ["body"] = message.Text };
        var reply = message.ReplyToProviderMessageId is { } id && id.StartsWith('$') ? new JsonObject { ["event_id"] = id } : null;
        if (message.ThreadId is { } thread && thread.StartsWith('$'))
        {
            body["m.relates_to"] = new JsonObject
            {
                ["rel_type"] = "m.thread", ["event_id"] = thread, ["is_falling_back"] = reply is null, ["m.in_reply_to"] = reply ?? new() { ["event_id"] = thread },
            };
        }
        else if (reply is not null)
        {
            body["m.relates_to"] = new JsonObject { ["m.in_reply_to"] = reply };
        }

        return body;
    }

    private SendResult ResultOf(PostResult.Answered answer, BodyReader read)
    {
        if (IsSuccess(answer))
            return read["event_id"].Text is { } id ? new SendResult.Sent(SafeText.Cut(id, Envelopes.MaxIdLength)) : Unknown("answer_not_understood");
        var code = read["errcode"].Text;
        if (code == "M_LIMIT_EXCEEDED")
            return Retry("429: M_LIMIT_EXCEEDED", answer.RetryAfter ?? WaitOf(read), counts: false);
        return code is "M_UNKNOWN_TOKEN" or "M_MISSING_TOKEN" or "M_USER_DEACTIVATED"
            ? Refused($"{answer.Status}: {code}", accountFault: true)
            : OfStatus(answer);
    }

    private static TimeSpan? WaitOf(BodyReader read) =>
        read["retry_after_ms"].Number is { } wait ? TimeSpan.FromMilliseconds(Math.Clamp(wait, 0, MaxWaitMilliseconds)) : null;
}
