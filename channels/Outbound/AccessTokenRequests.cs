using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Asks token endpoints, under the same guard as every address that an account can name.</summary>
internal sealed class AccessTokenRequests(IHttpClientFactory clients, TenantUrls urls, BoundedPost post, IOptions<ChannelOptions> options)
{
    private const int MaxAnswer = 64 * 1024;

    /// <summary>An OAuth 2.0 token request (RFC 6749): a form out, <c>access_token</c> and <c>expires_in</c> back.</summary>
    /// <param name="prefix">How the channel names itself in errors.</param>
    /// <param name="url">Token endpoint.</param>
    /// <param name="form">Fields.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AccessToken> PostFormAsync(string prefix, string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var encoded = new FormUrlEncodedContent(form);
        var content = new SentContent(await encoded.ReadAsByteArrayAsync(cancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return await PostAsync(prefix, url, content, static body => OfOAuth(body), cancellationToken);
    }

    /// <param name="prefix">How the channel names itself in errors.</param>
    /// <param name="url">Token endpoint.</param>
    /// <param name="content">What to post.</param>
    /// <param name="read">The token of a 2xx answer; null when there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AccessToken> PostAsync(
        string prefix, string url, SentContent content, Func<BodyReader, AccessToken?> read, CancellationToken cancellationToken)
    {
        if (!urls.TryParse(url, out var target))
            return Denied(new SendResult.Refused(prefix + "_token_url_refused", AccountFault: true));
        using var client = clients.CreateClient(WebhookSender.ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        var result = await post.SendAsync(client, request, MaxAnswer, options.Value.OutboundTimeout, cancellationToken);
        return result switch
        {
            PostResult.Answered answer => OfAnswer(prefix, answer, read),
            // The token may have been made, but the message was not sent: there is nothing to be unsure about.
            PostResult.NotSent { Error: var error } => Denied(new SendResult.Retry($"{prefix}_token_{error}", null, CountsAsAttempt: false)),
            PostResult.Lost { Error: var error } => Denied(new SendResult.Retry($"{prefix}_token_{error}", null, CountsAsAttempt: false)),
            _ => Denied(new SendResult.Refused(prefix + "_token_url_refused", AccountFault: true)),
        };
    }

    private static AccessToken OfAnswer(string prefix, PostResult.Answered answer, Func<BodyReader, AccessToken?> read)
    {
        var error = $"{prefix}_token_{answer.Status}";
        if (answer.Status is >= 200 and < 300)
        {
            return answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var body) && read(body) is { } token
                ? token
                : Denied(new SendResult.Retry(prefix + "_token_answer_not_understood", null, CountsAsAttempt: true));
        }

        return Denied(answer.Status switch
        {
            429 or 503 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: false),
            408 or >= 500 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: true),
            _ => new SendResult.Refused(error, AccountFault: true),
        });
    }

    private static AccessToken.Granted? OfOAuth(BodyReader body) =>
        body["access_token"].Text is { } token && body["expires_in"].Number is { } seconds and > 0
            ? new(token, TimeSpan.FromSeconds(Math.Min(seconds, 86_400)))
            : null;

    private static AccessToken.Denied Denied(SendResult result) => new(result);
}
