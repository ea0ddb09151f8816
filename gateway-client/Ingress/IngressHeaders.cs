using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Ingress;

/// <summary>Copies what an adapter may want of a request's headers and query, once.</summary>
internal static class IngressHeaders
{
    /// <summary>Path below the account's own route, for vendors that put something there (Matrix: the transaction).</summary>
    public const string Subpath = "x-vespid-subpath";

    /// <summary>Of a type that can be written for another process, as a frozen dictionary cannot.</summary>
    private static readonly IReadOnlyDictionary<string, string> None = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Headers of the transport, of browsers, of proxies and our own: none of an adapter's business. The rest is kept, since nobody
    /// knows which headers tomorrow's adapter verifies.
    /// </summary>
    private static readonly FrozenSet<string> Skipped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "cookie", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "upgrade-insecure-requests", "expect",
        "accept", "accept-encoding", "accept-language", "cache-control", "pragma", "priority",
        "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
        "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via",
        "x-service-token", "x-gateway-token", "x-org-id", "x-csrf-token", Subpath, Standby.HopSeal.Header);

    /// <summary>Names that come often, so that lowering them allocates nothing.</summary>
    private static readonly FrozenDictionary<string, string> Lowered = new[]
    {
        "host", "user-agent", "content-type", "content-length", "authorization", "origin", "referer", "traceparent", "tracestate", "x-message-id", "x-request-id",
        "x-hub-signature-256", "x-telegram-bot-api-secret-token", "x-signature-ed25519", "x-signature-timestamp", "x-slack-signature",
        "x-slack-request-timestamp", "x-slack-retry-num", "x-slack-retry-reason", "x-line-signature", "x-channel-signature", "x-signature",
    }.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    public static Dictionary<string, string> Copy(IHeaderDictionary headers, string? subpath)
    {
        var copy = new Dictionary<string, string>(headers.Count + 1, StringComparer.Ordinal);
        foreach (var (name, values) in headers)
        {
            if (!Skipped.Contains(name) && values.Count > 0)
                copy[Lower(name)] = values[0] ?? "";
        }

        if (subpath is not null)
            copy[Subpath] = subpath;
        return copy;
    }

    public static IReadOnlyDictionary<string, string> Copy(IQueryCollection query)
    {
        if (query.Count == 0)
            return None;
        var copy = new Dictionary<string, string>(query.Count, StringComparer.Ordinal);
        foreach (var (name, values) in query)
            copy[name] = values.Count > 0 ? values[0] ?? "" : "";
        return copy;
    }

    private static string Lower(string name) => Lowered.TryGetValue(name, out var known) ? known : name.ToLowerInvariant();
}
