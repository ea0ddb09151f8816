using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Fetches published keys from where the operator's settings say, within a time and a size.</summary>
internal sealed class KeyFetch(IHttpClientFactory clients, BoundedPost http, IOptions<ChannelOptions> options)
{
    public const string ClientName = "vespid.keys";
    private const int MaxDocument = 512 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <returns>Null when they cannot be had now.</returns>
    public async Task<IReadOnlyDictionary<string, PublishedKey>?> GetAsync(KeySource source, CancellationToken cancellationToken)
    {
        var url = source.Url;
        if (source.IsOpenIdMetadata)
        {
            if (await ReadAsync(url, cancellationToken) is not { } metadata || KeysOf(metadata, url) is not { } keys)
                return null;
            url = keys;
        }

        return await ReadAsync(url, cancellationToken) is { } body && PublishedKeyReader.Read(body) is { Count: > 0 } found ? found : null;
    }

    private async Task<BodyReader?> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var timeout = options.Value.OutboundTimeout < MaxTime ? options.Value.OutboundTimeout : MaxTime;
        var result = await http.SendAsync(client, request, MaxDocument, timeout, cancellationToken);
        return result is PostResult.Answered { Status: 200, Body: { } bytes } && JsonBody.TryParseAnswer(bytes, out var body) ? body : null;
    }

    // Plain http only where the metadata itself came from there, which is where the operator said.
    private static Uri? KeysOf(BodyReader metadata, Uri from) =>
        Uri.TryCreate(metadata["jwks_uri"].Text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == from.Scheme && url.Authority == from.Authority)) ? url : null;
}
