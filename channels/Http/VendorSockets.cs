using System.Net.WebSockets;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Opens WebSocket connections under the same rule as outgoing requests: public addresses and allowed hosts only, TLS unless the host is allowed.</summary>
internal sealed class VendorSockets(TenantUrls urls, GuardedConnect connect, IOptions<ChannelOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A dead peer is noticed within two of these, without help of the vendor's protocol.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 32,
        ConnectCallback = connect.ConnectAsync,
    });

    /// <param name="url">Scheme ws, wss, http or https.</param>
    /// <param name="maxMessage">Bytes of the longest message to read.</param>
    /// <param name="headers">Of the handshake.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ReceiverException">No connection; the text names no URL.</exception>
    public async Task<VendorSocket> OpenAsync(
        Uri url, int maxMessage, ReadOnlyMemory<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        if (!IsAllowed(url))
            throw new ReceiverException("address_refused", isFatal: true);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        foreach (var (name, value) in headers.Span)
        {
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw new ReceiverException("credential_malformed", isFatal: true);
            socket.Options.SetRequestHeader(name, value);
        }

        using var deadline = new CancellationTokenSource(options.Value.OutboundTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await socket.ConnectAsync(WebSocketOf(url), _invoker, either.Token);
            return new VendorSocket(socket, maxMessage, options.Value.OutboundTimeout, time);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException(deadline.IsCancellationRequested ? "connect_timeout" : "connection_failed");
        }
    }

    public void Dispose() => _invoker.Dispose();

    private bool IsAllowed(Uri url) => urls.TryParse(new UriBuilder(url) { Scheme = IsPlain(url) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps }.Uri.AbsoluteUri, out _);

    private static Uri WebSocketOf(Uri url) => new UriBuilder(url) { Scheme = IsPlain(url) ? Uri.UriSchemeWs : Uri.UriSchemeWss }.Uri;

    private static bool IsPlain(Uri url) => url.Scheme == Uri.UriSchemeWs || url.Scheme == Uri.UriSchemeHttp;
}
