using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Http;

/// <summary>Headers that keep browsers from doing with an answer what it was not meant for.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private const string NothingButData = "default-src 'none'; frame-ancestors 'none'";
    private readonly bool _production = options.Value.IsProduction;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (http, production) = ((HttpContext, bool))state;
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.XFrameOptions = "DENY";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = NothingButData;
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            if (production && http.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, (context, _production));
        return next(context);
    }
}
