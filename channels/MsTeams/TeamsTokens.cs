using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// The Bot Connector's tokens. Besides signature, issuer, audience and times, the key must be endorsed for the activity's channel, and the token must name
/// the activity's <c>serviceUrl</c>. Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
/// </summary>
internal sealed class TeamsTokens(TokenVerifier verifier, IOptions<ChannelOptions> options)
{
    private const string Channel = "msteams";

    // The second is the one of the American government's cloud, whose keys are elsewhere too.
    private static readonly string[] Issuers = ["https://api.botframework.com", "https://api.botframework.us"];

    public async ValueTask<TokenCheck> CheckAsync(string token, string appId, IngressRequest request, CancellationToken cancellationToken)
    {
        var check = await verifier.VerifyAsync(token, new(new(options.Value.BotConnectorMetadataUrl, true), Issuers, appId), cancellationToken);
        if (check is not TokenCheck.Valid valid)
            return check;
        return JsonBody.TryParseObject(request.Body, out var activity) && IsFor(valid, activity) ? valid : new TokenCheck.Invalid();
    }

    private static bool IsFor(TokenCheck.Valid token, BodyReader activity)
    {
        // Documented as serviceUrl, sent as serviceurl.
        var claimed = token.Claims.First("serviceurl", "serviceUrl");
        return claimed is not null && claimed.TrimEnd('/') == activity["serviceUrl"].Text?.TrimEnd('/')
            && token.Key.Endorsements.Contains(activity["channelId"].Text ?? Channel);
    }
}
