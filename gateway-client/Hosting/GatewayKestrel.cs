using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vespid.Gateway.Hosting;

/// <summary>Limits of the HTTP server and the ports it listens on.</summary>
public static class GatewayKestrel
{
    /// <summary>
    /// The server counts the framing of a chunked body too, and cuts the connection of a body that is over its limit before the answer
    /// is read. The exact limit is the routes' own; this one only ends what is far beyond it.
    /// </summary>
    private const int BodySlack = 256 * 1024;

    /// <summary>Bounds what one connection may cost before a route sees it.</summary>
    public static void Configure(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.MaxBodyBytes + BodySlack;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxConcurrentConnections = 20_000;
        limits.Http2.MaxStreamsPerConnection = 100;
    }

    /// <summary>Listens on the four ports at one address.</summary>
    public static void Listen(KestrelServerOptions kestrel, GatewayOptions options, IPAddress address)
    {
        foreach (var port in (int[])[options.ControlPort, options.IngressPort, options.HealthPort, options.MetricsPort])
            kestrel.Listen(address, port);
    }
}
