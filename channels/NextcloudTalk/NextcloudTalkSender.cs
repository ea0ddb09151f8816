using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as the bot: signed over a random text and the message, not over the body. Source: nextcloud-talk.readthedocs.io, bots, sending a chat message.
/// </summary>
internal sealed class NextcloudTalkSender(TenantHttp http, IOptions<ChannelOptions> options) : TenantSender("nextcloud-talk", http, options)
{
    private const int RandomLength = 64;

    protected override bool HasCredentials(ChannelAccount account) => account.Secrets(NextcloudTalkAdapter.BotSecret).Count > 0;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var secret = account.Secrets(NextcloudTalkAdapter.BotSecret)[0];
        // Given back to clients with the message, so that a person can tell a repeat.
        var reference = Convert.ToHexStringLower(SHA256.HashData(message.EntryId.ToByteArray(bigEndian: true)));
        var body = new JsonObject { ["message"] = message.Text, ["referenceId"] = reference };
        if (int.TryParse(message.ReplyToProviderMessageId, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var reply))
            body["replyTo"] = reply;
        var url = TenantHttp.At(root, $"ocs/v2.php/apps/spreed/api/v1/bot/{Uri.EscapeDataString(message.ConversationId)}/message");
        var result = await Http.SendAsync(
            HttpMethod.Post, url, Encoding.UTF8.GetBytes(body.ToJsonString()), request => Sign(request, secret, message.Text), cancellationToken);
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        if (!IsSuccess(answer))
            return OfStatus(answer);
        return new SendResult.Sent(Understand(answer)["ocs"]["data"]["id"].IntegerId ?? reference);
    }

    private static void Sign(HttpRequestMessage request, string secret, string text)
    {
        var random = RandomNumberGenerator.GetHexString(RandomLength, lowercase: true);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(random + text));
        request.Headers.TryAddWithoutValidation("X-Nextcloud-Talk-Bot-Random", random);
        request.Headers.TryAddWithoutValidation("X-Nextcloud-Talk-Bot-Signature", Convert.ToHexStringLower(signature));
        request.Headers.TryAddWithoutValidation("OCS-APIRequest", "true");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
    }
}
