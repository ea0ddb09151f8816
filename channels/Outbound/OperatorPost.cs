namespace Vespid.Channels;

/// <summary>Posts JSON to an address that the operator has configured: any host, no redirects, bounded in time and size.</summary>
public sealed class OperatorPost
{
    internal const string ClientName = "vespid.operator";

    private readonly IHttpClientFactory _clients;
    private readonly BoundedPost _post;

    internal OperatorPost(IHttpClientFactory clients, BoundedPost post)
    {
        _clients = clients;
        _post = post;
    }

    /// <param name="url">Where to.</param>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="maxBody">Bytes of the answer to read; zero when it is not wanted.</param>
    /// <param name="timeout">From the connection to the last byte of the answer.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public Task<PostResult> SendAsync(Uri url, byte[] body, int maxBody, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, url, [], body, maxBody, timeout, cancellationToken);

    /// <inheritdoc cref="SendAsync(Uri, byte[], int, TimeSpan, CancellationToken)"/>
    /// <param name="method">Method.</param>
    /// <param name="url">Where to.</param>
    /// <param name="headers">Credentials among them.</param>
    /// <param name="body">UTF-8 JSON; null for none.</param>
    /// <param name="maxBody">Bytes of the answer to read; zero when it is not wanted.</param>
    /// <param name="timeout">From the connection to the last byte of the answer.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public async Task<PostResult> SendAsync(
        HttpMethod method, Uri url, IReadOnlyList<(string Name, string Value)> headers, byte[]? body, int maxBody, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(method, url) { Content = body is null ? null : new SentContent(body) };
        foreach (var (name, value) in headers)
        {
            // A value that no header can hold is a broken credential, and must not surface in an exception's text.
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || !request.Headers.TryAddWithoutValidation(name, value))
                return new PostResult.NotSent("credential_malformed");
        }

        return await _post.SendAsync(client, request, maxBody, timeout, cancellationToken);
    }
}
