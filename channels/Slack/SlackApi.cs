using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>Slack's Web API: everything is a POST, and refusals come with status 200. Source: docs.slack.dev/apis/web-api.</summary>
internal sealed class SlackApi(VendorApi api)
{
    private const string Root = "https://slack.com/api/";

    public bool TryUrl(ChannelAccount account, string method, out Uri? url)
    {
        url = api.TryBase(account, Root, out var root) ? new Uri(root, method) : null;
        return url is not null;
    }

    public Task<PostResult> CallAsync(Uri url, string token, JsonObject body, CancellationToken cancellationToken) =>
        api.PostAsync(url, body, new[] { ("Authorization", "Bearer " + token) }, cancellationToken);

    /// <summary>The answer's object; false when it is none.</summary>
    public static bool TryRead(PostResult.Answered answer, out BodyReader body)
    {
        body = default;
        return answer.Status is >= 200 and < 300 && answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out body) && body["ok"].Boolean is not null;
    }

    /// <summary>The token, not the message, is why it was refused.</summary>
    public static bool IsCredentialFault(string? error) => error is "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired"
        or "no_permission" or "missing_scope" or "not_allowed_token_type" or "org_login_required" or "ekm_access_denied" or "team_access_not_granted"
        or "access_denied" or "two_factor_setup_required";
}
