using System.Globalization;

namespace Vespid.Channels;

/// <summary>
/// Posts JSON to a URL that a tenant named, signed by Standard Webhooks: public addresses and the operator's allowed hosts only, no redirects.
/// </summary>
public sealed class SignedPost
{
    private readonly IHttpClientFactory _clients;
    private readonly TenantUrls _urls;
    private readonly BoundedPost _post;
    private readonly TimeProvider _time;

    internal SignedPost(IHttpClientFactory clients, TenantUrls urls, BoundedPost post, TimeProvider time)
    {
        _clients = clients;
        _urls = urls;
        _post = post;
        _time = time;
    }

    /// <param name="url">Where to.</param>
    /// <param name="id">Same for each attempt at the same thing.</param>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="secrets">Signing secrets; none leaves it unsigned.</param>
    /// <param name="maxBody">Bytes of the answer to read; zero when it is not wanted.</param>
    /// <param name="timeout">From the connection to the last byte of the answer.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public async Task<PostResult> SendAsync(
        string url, Guid id, byte[] body, IReadOnlyList<string> secrets, int maxBody, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_urls.TryParse(url, out var target))
            return new PostResult.AddressRefused();
        using var client = _clients.CreateClient(WebhookSender.ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new SentContent(body) };
        var now = _time.GetUtcNow();
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id.ToString());
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (secrets.Count > 0)
            request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Of(secrets, id.ToString(), now, body));
        return await _post.SendAsync(client, request, maxBody, timeout, cancellationToken);
    }
}
