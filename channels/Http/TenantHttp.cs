using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Calls a server that only the account can name, a homeserver or a bridge for example, with what such servers need beyond <see cref="VendorApi"/>: any
/// method and body, calls that are held back, and streams. The same guard and bounds apply.
/// </summary>
internal sealed class TenantHttp(IHttpClientFactory clients, TenantUrls urls, BoundedPost post, IOptions<ChannelOptions> options)
{
    private const int MaxAnswer = 256 * 1024;
    private static readonly PostResult Malformed = new PostResult.NotSent("credential_malformed");

    /// <summary>The server that the account names; null when it names none, or one that it may not name.</summary>
    public Uri? BaseOf(ChannelAccount account) => urls.TryParse(account.Setting(VendorApi.BaseUrlSetting), out var url) ? url : null;

    /// <summary>A path below the server's root, which may have a path itself.</summary>
    /// <param name="root">From <see cref="BaseOf"/>.</param>
    /// <param name="path">Escaped, without a slash in front; may have a query.</param>
    public static Uri At(Uri root, string path) => new($"{root.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");

    /// <summary>One call; faults are results.</summary>
    /// <param name="method">Any that may have a body.</param>
    /// <param name="url">Below what <see cref="BaseOf"/> gave.</param>
    /// <param name="body">JSON, or empty.</param>
    /// <param name="prepare">Sets headers.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public async Task<PostResult> SendAsync(
        HttpMethod method, Uri url, byte[] body, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(WebhookSender.ClientName);
        using var request = new HttpRequestMessage(method, url) { Content = body.Length == 0 && method == HttpMethod.Get ? null : new SentContent(body) };
        prepare(request);
        if (!IsSendable(request))
            return Malformed;
        return await post.SendAsync(client, request, MaxAnswer, options.Value.OutboundTimeout, cancellationToken);
    }

    /// <summary>As <see cref="SendAsync"/>, for a call that the server holds back for up to <paramref name="wait"/>.</summary>
    public async Task<PostResult> PollAsync(Uri url, TimeSpan wait, int maxAnswer, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(WebhookSender.ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        prepare(request);
        if (!IsSendable(request))
            return Malformed;
        return await post.SendAsync(client, request, maxAnswer, options.Value.OutboundTimeout + wait, cancellationToken);
    }

    /// <summary>Opens a stream that stays; the caller disposes the answer.</summary>
    /// <exception cref="ReceiverException">No connection, or none within the time.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uri url, Action<HttpRequestMessage> prepare, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(WebhookSender.ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        prepare(request);
        if (!IsSendable(request))
            throw new ReceiverException("credential_malformed", isFatal: true);
        using var deadline = new CancellationTokenSource(options.Value.OutboundTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReceiverException("stream_timeout");
        }
        catch (HttpRequestException fault)
        {
            throw new ReceiverException(fault.InnerException is AddressRefusedException ? "address_refused" : "connection_failed");
        }
    }

    // A value that no header can hold is a broken credential, and must not surface in an exception's text.
    private static bool IsSendable(HttpRequestMessage request) =>
        request.Headers.NonValidated.All(header => header.Value.All(value => !value.AsSpan().ContainsAnyExceptInRange(' ', '~')));
}
