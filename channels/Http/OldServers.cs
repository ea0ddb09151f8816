using System.Collections.Concurrent;
using System.Net;

namespace Vespid.Channels;

/// <summary>
/// Servers of HTTP/1.0 close a connection after its answer, and need not say so. .NET hands it to the next request all the same, and that one's outcome is
/// unknown when it meets the end. So a server that has once answered like that gets a connection of its own for each request.
/// </summary>
internal sealed class OldServers : DelegatingHandler
{
    /// <summary>Beyond it they are found out anew.</summary>
    private const int MostKnown = 1000;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpMessageInvoker _once;

    /// <param name="make">Makes a handler; called twice.</param>
    public OldServers(Func<SocketsHttpHandler> make)
        : base(make())
    {
        var once = make();
        once.PooledConnectionLifetime = TimeSpan.Zero;
        _once = new HttpMessageInvoker(once);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var server = request.RequestUri!.Authority;
        var response = await (_known.ContainsKey(server) ? _once.SendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken));
        if (response.Version != HttpVersion.Version10 || response.Headers.Connection.Contains("keep-alive", StringComparer.OrdinalIgnoreCase))
        {
            _known.TryRemove(server, out _);
            return response;
        }

        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[server] = true;
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _once.Dispose();
        base.Dispose(disposing);
    }
}
