using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Channels;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.Gateway.OpenApi;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Snapshots;

namespace Vespid.Gateway.Webchat;

/// <summary>Visitors of web chats: passes and event streams. Their messages come through the ingress.</summary>
internal sealed class WebchatHandler(
    WebchatOrigins origins, VisitorToken tokens, WebchatStream streams, RateLimits limits, IChance chance, TimeProvider time)
{
    private const int VisitorIdBytes = 16;
    private const int StreamsRetryAfterSeconds = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly Refusal OriginNotAllowed = Refusal.Forbidden("ORIGIN_NOT_ALLOWED", "The account's metadata does not list this origin in allowedOrigins.");
    private static readonly Refusal NotConfigured = Refusal.Unavailable("WEBCHAT_NOT_CONFIGURED", "Visitors' tokens have no key.");

    /// <summary>Gives a pass; to who shows a valid one, a longer one for the same visitor.</summary>
    public async Task OpenSessionAsync(HttpContext context)
    {
        if (await AdmitAsync(context, "POST") is not { } account)
            return;
        var wait = limits.WebchatSessions.Take(ClientAddress.LimitKeyOf(context));
        if (wait > TimeSpan.Zero)
        {
            context.Features.Set(new RetryAfterFeature(RateLimits.RetryAfter(wait)));
            await RefusalResult.WriteAsync(context, Refusals.TooMany);
            return;
        }

        if (!tokens.Enabled)
        {
            await RefusalResult.WriteAsync(context, NotConfigured);
            return;
        }

        var visitorId = tokens.TryVerify(Authentication.BearerOf(context.Request), account.Id, out var known) ? known.VisitorId : NewVisitorId();
        var token = tokens.Issue(account.Id, visitorId, Lifetime);
        var visitor = new Visitor(account.Id, visitorId, time.GetUtcNow() + Lifetime);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(
            new WebchatSessionAnswer(token, visitorId, visitor.ConversationId, visitor.ExpiresAt),
            GatewayJson.Default.WebchatSessionAnswer, cancellationToken: context.RequestAborted);
    }

    /// <summary>Browsers' <c>EventSource</c> sends no headers of ours, so the token may come as a query parameter too.</summary>
    public async Task StreamAsync(HttpContext context)
    {
        if (await AdmitAsync(context, "GET") is not { } account)
            return;
        var presented = Authentication.BearerOf(context.Request) ?? context.Request.Query["token"].ToString();
        if (!tokens.TryVerify(presented, account.Id, out var visitor))
        {
            await RefusalResult.WriteAsync(context, Refusals.Unauthorized);
            return;
        }

        var last = context.Request.Headers["Last-Event-ID"].ToString();
        if (last.Length == 0)
            last = context.Request.Query["lastEventId"].ToString();
        var after = 0L;
        if (last.Length > 0 && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            await RefusalResult.WriteAsync(context, Refusals.Field("Last-Event-ID", "Expected the id of an event of this stream."));
        else if (!await streams.TryWriteAsync(context, visitor, after))
        {
            context.Features.Set(new RetryAfterFeature(StreamsRetryAfterSeconds));
            await RefusalResult.WriteAsync(context, Refusal.Unavailable("TOO_MANY_STREAMS", "Too many event streams are open."));
        }
    }

    /// <summary>The account, or null when the request has been answered.</summary>
    private async ValueTask<AccountSnapshot?> AdmitAsync(HttpContext context, string method)
    {
        var key = context.GetRouteValue("key") as string ?? "";
        if (await origins.FindAsync(key, context.RequestAborted) is not { } account)
        {
            await RefusalResult.WriteAsync(context, Refusal.NotFound("Web chat"));
            return null;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !WebchatOrigins.Allows(account.Metadata, origin))
        {
            await RefusalResult.WriteAsync(context, OriginNotAllowed);
            return null;
        }

        return origin.Length > 0 && await origins.AdmitAsync(context, key, method) ? null : account;
    }

    private string NewVisitorId()
    {
        Span<byte> random = stackalloc byte[VisitorIdBytes];
        chance.Fill(random);
        return "v" + Base64Url.EncodeToString(random);
    }
}
