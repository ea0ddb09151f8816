using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Calls a vendor's HTTP API: bounded in time and size, no redirects, and only to public addresses and the operator's allowed hosts, since an account may
/// name another base URL with the setting <c>apiBaseUrl</c>.
/// </summary>
internal sealed class VendorApi(IHttpClientFactory clients, TenantUrls urls, BoundedPost post, IOptions<ChannelOptions> options)
{
    public const string BaseUrlSetting = "apiBaseUrl";
    private const int MaxAnswer = 256 * 1024;

    /// <summary>Whether the account has a base URL that may be called; <paramref name="vendor"/> is the one it has without a setting.</summary>
    public bool TryBase(ChannelAccount account, string? vendor, [NotNullWhen(true)] out Uri? root)
    {
        var named = account.Setting(BaseUrlSetting) ?? vendor;
        if (!urls.TryParse(named?.TrimEnd('/') + "/", out root))
            return false;
        root = new UriBuilder(root) { Query = null, Fragment = null }.Uri;
        return true;
    }

    /// <param name="url">Below a base URL that <see cref="TryBase"/> gave.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="headers">Credentials among them.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public async Task<PostResult> PostAsync(Uri url, JsonObject body, ReadOnlyMemory<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new SentContent(Encoding.UTF8.GetBytes(body.ToJsonString())) };
        return await SendAsync(request, headers, cancellationToken);
    }

    public async Task<PostResult> GetAsync(Uri url, ReadOnlyMemory<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(request, headers, cancellationToken);
    }

    private async Task<PostResult> SendAsync(
        HttpRequestMessage request, ReadOnlyMemory<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in headers.Span)
        {
            // A value that no header can hold is a broken credential, and must not surface in an exception's text.
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || !request.Headers.TryAddWithoutValidation(name, value))
                return new PostResult.NotSent("credential_malformed");
        }

        using var client = clients.CreateClient(WebhookSender.ClientName);
        return await post.SendAsync(client, request, MaxAnswer, options.Value.OutboundTimeout, cancellationToken);
    }
}
