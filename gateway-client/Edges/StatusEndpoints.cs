using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A partner's public page: names and verdicts, no addresses and no ids.</summary>
internal static class StatusEndpoints
{
    private const string Html = "text/html";

    private const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #767676}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPartnerStatus(this IEndpointRouteBuilder routes) => routes.MapGet("/status/{partner}", GetAsync).ForAnyone();

    private static async Task<IResult> GetAsync(
        HttpContext context, string partner, IEdgeQueries edges, RateLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var wait = limits.StatusPages.Take(ClientAddress.LimitKeyOf(context));
        if (wait > TimeSpan.Zero)
        {
            context.Features.Set(new RetryAfterFeature(RateLimits.RetryAfter(wait)));
            return (RefusalResult)EdgeRefusals.TooMany;
        }

        if (!EdgeWords.ShortId.IsMatch(partner) || await edges.PublicStatusAsync(partner, cancellationToken) is not { } status)
            return (RefusalResult)EdgeRefusals.NoSuchPage;
        var answer = StatusAnswer.From(status, time.GetUtcNow());
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.CacheControl = "public, max-age=15";
        if (!context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase)))
            return TypedResults.Ok(answer);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Text(Page(answer), Html, Encoding.UTF8);
    }

    private static string Page(StatusAnswer status)
    {
        var name = WebUtility.HtmlEncode(status.Partner);
        var rows = string.Concat(status.Edges.Select(edge =>
            $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(edge.Label)}</th><td>{WebUtility.HtmlEncode(Words(edge.Verdict))}</td><td>{WebUtility.HtmlEncode(Words(edge.Liveness))}</td></tr>"));
        var table = rows.Length == 0
            ? "<p>There are no edges.</p>"
            : $"<table><caption>Edges</caption><thead><tr><th scope=\"col\">Edge</th><th scope=\"col\">Verdict</th><th scope=\"col\">Reports</th></tr></thead><tbody>{rows}</tbody></table>";
        return $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Status of {name}</title>"
            + $"<style>{Style}</style></head><body><main><h1>Status of {name}</h1><p>As of <time datetime=\"{status.At:yyyy-MM-ddTHH:mm:ssZ}\">{status.At:yyyy-MM-dd HH:mm:ss} UTC</time>.</p>"
            + $"{table}</main></body></html>";
    }

    private static string Words(string word) => word.Replace('_', ' ');
}
