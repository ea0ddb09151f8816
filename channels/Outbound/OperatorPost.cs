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
    public async Task<PostResult> SendAsync(Uri url, byte[] body, int maxBody, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new SentContent(body) };
        return await _post.SendAsync(client, request, maxBody, timeout, cancellationToken);
    }
}
