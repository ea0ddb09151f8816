using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends by the server's <c>POST /api/v1/message/text</c>. The outbox entry is its <c>tempGuid</c>. Replies need the server's private API
/// (setting <c>sendMethod</c> = <c>private-api</c>).
/// </summary>
internal sealed class BlueBubblesSender(TenantHttp http, IOptions<ChannelOptions> options) : TenantSender("bluebubbles", http, options)
{
    private const string Password = "serverPassword";
    private const string PrivateApi = "private-api";

    /// <summary>A path with the server's password, which it takes in the query only. Never repeat it.</summary>
    public static string PathOf(ChannelAccount account, string path) =>
        account.Secrets(Password) is [var password, ..] ? $"{path}?password={Uri.EscapeDataString(password)}" : path;

    protected override bool HasCredentials(ChannelAccount account) => account.Secrets(Password).Count > 0;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var native = account.Setting("sendMethod") == PrivateApi;
        var body = new JsonObject
        {
            ["chatGuid"] = SafeText.Of(message.ConversationId),
            ["tempGuid"] = message.EntryId.ToString(),
            ["message"] = message.Text,
            ["method"] = native ? PrivateApi : "apple-script",
        };
        if (native && message.ReplyToProviderMessageId is { } reply)
            body["selectedMessageGuid"] = SafeText.Of(reply);
        var url = TenantHttp.At(root, PathOf(account, "api/v1/message/text"));
        var result = await Http.SendAsync(HttpMethod.Post, url, Encoding.UTF8.GetBytes(body.ToJsonString()), static _ => { }, cancellationToken);
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        if (!IsSuccess(answer))
            return OfStatus(answer);
        return Understand(answer)["data"]["guid"].Text is { } guid ? new SendResult.Sent(SafeText.Cut(guid, Envelopes.MaxIdLength)) : Unknown("answer_not_understood");
    }
}
