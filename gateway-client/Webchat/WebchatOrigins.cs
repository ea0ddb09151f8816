using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.Storage.Snapshots;

namespace Vespid.Gateway.Webchat;

/// <summary>Which sites may embed a web chat: the list <c>allowedOrigins</c> in the account's metadata; <c>*</c> is every site.</summary>
internal sealed class WebchatOrigins(IAccountDirectory directory)
{
    private const string Channel = "webchat";
    private const string Member = "allowedOrigins";

    /// <summary>The enabled web chat account of this key; null if there is none.</summary>
    public async ValueTask<AccountSnapshot?> FindAsync(string accountKey, CancellationToken cancellationToken) =>
        await directory.FindAsync(Channel, accountKey, Freshness.Recent, cancellationToken) is { Enabled: true } account ? account : null;

    /// <summary>Puts the cross-origin headers on the answer when the origin may have them.</summary>
    /// <returns>True when that was all the request asked for.</returns>
    public async ValueTask<bool> AdmitAsync(HttpContext context, string accountKey, string methods)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (await FindAsync(accountKey, context.RequestAborted) is not { } account || !Allows(account.Metadata, origin))
            return false;
        context.Response.OnStarting(() =>
        {
            CorsHeaders.Allow(context.Response, origin);
            return Task.CompletedTask;
        });
        return CorsHeaders.AnswerPreflight(context, methods, "authorization, content-type, last-event-id, x-webchat-token");
    }

    internal static bool Allows(JsonElement metadata, string origin) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(Member, out var list) && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && (item.ValueEquals("*") || item.ValueEquals(origin)));
}
