using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Vespid.Gateway.Standby;

/// <summary>Copies headers from one hop to the next.</summary>
internal static class ForwardedHeaders
{
    /// <summary>Headers of one connection (RFC 9110, 7.6.1), and those that the next hop settles anew.</summary>
    private static readonly FrozenSet<string> OfThisHop = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        "host", "expect", "x-forwarded-for", HopSeal.Header);

    public static void Copy(HttpRequest source, HttpRequestMessage target)
    {
        foreach (var (name, values) in source.Headers)
        {
            if (!OfThisHop.Contains(name) && !target.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                target.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
    }

    public static void Copy(HttpResponseMessage source, HttpResponse target)
    {
        foreach (var (name, values) in source.Headers.Concat(source.Content.Headers))
        {
            if (!OfThisHop.Contains(name))
                target.Headers[name] = new StringValues([.. values]);
        }
    }
}
