using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Standby;

namespace Vespid.Gateway.Http;

/// <summary>Settles once a request who the caller is.</summary>
internal sealed class ClientAddressMiddleware(RequestDelegate next, IOptions<GatewayOptions> options, HopSeal seal)
{
    private readonly System.Net.IPNetwork[] _trusted = [.. options.Value.TrustedProxies];

    public Task InvokeAsync(HttpContext context)
    {
        // A standby of this deployment has settled it already, and proves with its seal that it is one.
        var forwarded = seal.Open(context.Request.Headers[HopSeal.Header].ToString());
        var text = forwarded ?? ClientAddress.Resolve(context.Connection.RemoteIpAddress, context.Request.Headers["X-Forwarded-For"].ToString(), _trusted)?.ToString();
        context.Features.Set(new ClientAddressFeature(text));
        return next(context);
    }
}
