using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>
/// The REST API of the account's own server, named by the setting <c>apiBaseUrl</c>, as the bot whose token is the secret <c>botToken</c>. Source:
/// developers.mattermost.com/api-documentation.
/// </summary>
internal sealed class MattermostApi(VendorApi api)
{
    public const string TokenName = "botToken";

    public static bool IsConfigured(ChannelAccount account) =>
        account.Secrets(TokenName).Count > 0 && account.Setting(VendorApi.BaseUrlSetting) is not null;

    public bool TryUrl(ChannelAccount account, string path, out Uri? url)
    {
        url = api.TryBase(account, null, out var root) ? new Uri(root, "api/v4/" + path) : null;
        return url is not null;
    }

    public Task<PostResult> PostAsync(Uri url, string token, JsonObject body, CancellationToken cancellationToken) =>
        api.PostAsync(url, body, new[] { ("Authorization", "Bearer " + token) }, cancellationToken);
}
