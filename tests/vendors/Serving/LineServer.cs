using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Vespid.Vendors;

/// <summary>A server of lines over TCP on loopback. Each connection is served by the same script.</summary>
public sealed class LineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<LinePeer, Task> _serve;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="serve">The script.</param>
    /// <param name="certificate">For TLS; without it there is none.</param>
    public LineServer(Func<LinePeer, Task> serve, X509Certificate2? certificate = null)
    {
        (_serve, _certificate) = (serve, certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections in the order they came.</summary>
    public Ledger<LinePeer> Peers { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var peer in Peers.All)
            peer.Drop();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            if (await SecuredAsync(client) is not { } stream)
                continue;
            var peer = new LinePeer(client, stream, _stopping.Token);
            Peers.Record(peer);
            _ = ServeAsync(peer);
        }
    }

    private async Task<Stream?> SecuredAsync(TcpClient client)
    {
        if (_certificate is null)
            return client.GetStream();
        var secure = new SslStream(client.GetStream());
        try
        {
            await secure.AuthenticateAsServerAsync(_certificate);
            return secure;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            client.Close();
            return null;
        }
    }

    private async Task ServeAsync(LinePeer peer)
    {
        try
        {
            await _serve(peer);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException or SocketException)
        {
            // The other side left, which tests look at from there.
        }
        finally
        {
            peer.Ended();
        }
    }
}
