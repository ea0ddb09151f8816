using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>Discord's HTTP API as the account's bot, whose token is the secret <c>botToken</c>. Source: docs.discord.com/developers/reference.</summary>
internal sealed class DiscordApi(VendorApi api)
{
    public const string TokenName = "botToken";
    private const string Root = "https://discord.com/api/v10";

    public bool TryUrl(ChannelAccount account, string path, out Uri? url)
    {
        url = api.TryBase(account, Root, out var root) ? new Uri(root, path) : null;
        return url is not null;
    }

    public Task<PostResult> PostAsync(Uri url, string token, JsonObject body, CancellationToken cancellationToken) =>
        api.PostAsync(url, body, HeadersOf(token), cancellationToken);

    public Task<PostResult> GetAsync(Uri url, string token, CancellationToken cancellationToken) => api.GetAsync(url, HeadersOf(token), cancellationToken);

    public static bool TryRead(PostResult.Answered answer, out BodyReader body)
    {
        body = default;
        return answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out body);
    }

    private static (string, string)[] HeadersOf(string token) => [("Authorization", "Bot " + token), ("User-Agent", "DiscordBot (https://github.com/vespid-ai/vespid, 1)")];
}
