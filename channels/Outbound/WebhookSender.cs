using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Posts outbound messages of any channel to the URL that the account's tenant named.</summary>
internal sealed class WebhookSender(
    IHttpClientFactory clients, TenantUrls urls, BoundedPost post, TimeProvider time, IOptions<ChannelOptions> options) : IChannelSender
{
    public const string ClientName = "vespid.webhook";
    private const string SigningSecret = "webhookSigningSecret";
    private const string Failed = "CHANNEL_OUTBOUND_FAILED:";
    private static readonly SendResult.Refused UrlRefused = new("CHANNEL_OUTBOUND_URL_REFUSED");

    /// <summary>Any channel.</summary>
    public string ChannelId => "*";

    public async ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (account.WebhookUrl is null)
            return new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut);
        if (!urls.TryParse(account.WebhookUrl, out var url))
            return UrlRefused;
        using var client = clients.CreateClient(ClientName);
        using var request = Request(url, message, account);
        return await post.SendAsync(client, request, maxBody: 0, options.Value.OutboundTimeout, cancellationToken) switch
        {
            PostResult.Answered answer => ResultOf(answer, message),
            PostResult.NotSent { Error: var error } => new SendResult.Retry(Failed + error, null, CountsAsAttempt: false),
            PostResult.Lost { Error: var error } => new SendResult.Unknown(Failed + error),
            _ => UrlRefused,
        };
    }

    private HttpRequestMessage Request(Uri url, OutboundMessage message, ChannelAccount account)
    {
        var body = WebhookBody.Of(message, account);
        var id = message.EntryId.ToString();
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new SentContent(body) };
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (account.Secrets(SigningSecret) is { Count: > 0 } secrets)
            request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Of(secrets, id, now, body));
        return request;
    }

    private static SendResult ResultOf(PostResult.Answered answer, OutboundMessage message)
    {
        var error = Failed + answer.Status;
        return answer.Status switch
        {
            >= 200 and < 300 => new SendResult.Sent(IdOf(message)),
            429 or 503 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: false),
            408 or 425 or >= 500 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: true),
            _ => new SendResult.Refused(error),
        };
    }

    // A receiver of webhooks gives no id; this one is the original's.
    private static string IdOf(OutboundMessage message) =>
        message is { SessionId: { } session, SessionSeq: { } seq } ? $"session:{session}:{seq}" : message.EntryId.ToString();
}
