using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>One call of a platform on behalf of the operator: JSON, or a form with one file.</summary>
internal sealed class RoomCalls(IHttpClientFactory clients, BoundedPost post, IOptions<ChannelOptions> options)
{
    public const int MaxAnswer = 1024 * 1024;
    private static readonly TimeSpan FileTime = TimeSpan.FromSeconds(60);

    public async Task<PostResult> SendAsync(
        HttpMethod method, Uri url, string? authorization, JsonObject? body, RoomFile? file, CancellationToken cancellationToken, Func<JsonObject, string, RoomFile, MultipartFormDataContent>? form = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (authorization is not null && !request.Headers.TryAddWithoutValidation("Authorization", authorization))
            return new PostResult.NotSent("credential_malformed");
        request.Headers.TryAddWithoutValidation("User-Agent", "DiscordBot (https://github.com/vespid-ai/vespid, 1)");
        if (file is not null && form is not null)
        {
            using var parts = form(body ?? [], Boundary(file), file);
            request.Content = new SentContent(await parts.ReadAsByteArrayAsync(cancellationToken)) { Headers = { ContentType = parts.Headers.ContentType } };
        }
        else if (method != HttpMethod.Get && method != HttpMethod.Delete)
        {
            request.Content = new SentContent(Encoding.UTF8.GetBytes((body ?? []).ToJsonString()));
        }

        using var client = clients.CreateClient(OperatorPost.ClientName);
        return await post.SendAsync(client, request, MaxAnswer, file is null ? options.Value.OutboundTimeout : FileTime, cancellationToken);
    }

    /// <summary>Reads a file; null when it is larger.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="isOwn">Address of the operator's own server; else only public addresses and allowed hosts.</param>
    /// <param name="maxBytes">Bound.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PostResult> DownloadAsync(Uri url, bool isOwn, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var client = clients.CreateClient(isOwn ? OperatorPost.ClientName : WebhookSender.ClientName);
        return await post.SendAsync(client, request, maxBytes, FileTime, cancellationToken);
    }

    public static ByteArrayContent Part(RoomFile file)
    {
        var part = new ByteArrayContent(file.Bytes.ToArray());
        part.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : new("application/octet-stream");
        return part;
    }

    // A boundary that follows from the content repeats itself; nothing random is needed, only something that is not in it.
    private static string Boundary(RoomFile file) =>
        "vespid-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Bytes.Span).AsSpan(0, 16));
}
