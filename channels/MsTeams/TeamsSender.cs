using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as the bot <c>botAppId</c> with the account secret <c>botAppPassword</c>. Teams takes messages of every conversation at one address, so no address
/// of an earlier activity is needed; the setting <c>serviceUrl</c> names another. Source:
/// learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-send-and-receive-messages.
/// </summary>
internal sealed class TeamsSender(VendorApi api, TenantUrls urls, AccessTokens tokens, AccessTokenRequests requests, IOptions<ChannelOptions> options)
    : VendorSender("msteams", options)
{
    private const string Teams = "https://smba.trafficmanager.net/teams/";
    private const string Login = "https://login.microsoftonline.com/";
    private const string Scope = "https://api.botframework.com/.default";
    private const string EveryTenant = "botframework.com";

    protected override bool IsConfigured(ChannelAccount account) => account.Setting("botAppId") is not null && account.Secrets("botAppPassword").Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        var (app, password) = (account.Setting("botAppId")!, account.Secrets("botAppPassword")[0]);
        var tokenUrl = account.Setting("tokenUrl") ?? $"{Login}{Uri.EscapeDataString(account.Setting("botTenantId") ?? EveryTenant)}/oauth2/v2.0/token";
        if (RootOf(account) is not { } root)
            return BaseUrlRefused();

        return await tokens.SendAsync(
            [tokenUrl, app, password],
            cancel => requests.PostFormAsync("msteams", tokenUrl, Form(app, password), cancel),
            token => PostAsync(root, message, token, cancellationToken),
            Refused("401", accountFault: true),
            cancellationToken);
    }

    private Uri? RootOf(ChannelAccount account)
    {
        if (account.Setting("serviceUrl") is { } named)
            return urls.TryParse(named.TrimEnd('/') + "/", out var url) ? url : null;
        return api.TryBase(account, Teams, out var root) ? root : null;
    }

    private static KeyValuePair<string, string>[] Form(string app, string password) =>
        [new("grant_type", "client_credentials"), new("client_id", app), new("client_secret", password), new("scope", Scope)];

    private async Task<SendResult?> PostAsync(Uri root, OutboundMessage message, string token, CancellationToken cancellationToken)
    {
        var conversation = new TeamsConversation(message.ConversationId, message.ThreadId).ToString();
        var url = new Uri(root, $"v3/conversations/{Uri.EscapeDataString(SafeText.Of(conversation))}/activities");
        var body = new JsonObject { ["type"] = "message", ["text"] = message.Text, ["textFormat"] = "plain" };
        if (message.ReplyToProviderMessageId is { } reply)
            body["replyToId"] = SafeText.Of(reply);
        var result = await api.PostAsync(url, body, new[] { ("authorization", "Bearer " + token) }, cancellationToken);
        return result switch
        {
            PostResult.Answered { Status: 401 } => null,
            PostResult.Answered { Status: >= 200 and < 300 } answer => IdOf(answer) is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood"),
            // Teams answers so, too, when it is asked too much.
            PostResult.Answered { Status: 412 } answer => Retry("412", answer.RetryAfter, counts: true),
            PostResult.Answered answer => OfStatus(answer, CodeOf(answer)),
            _ => WithoutAnswer(result),
        };
    }

    private static string? IdOf(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var body) ? body["id"].Text : null;

    private static string? CodeOf(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var body) ? body["error"]["code"].Text : null;
}
