using System.Net;
using System.Net.Sockets;

namespace Vespid.Vendors;

/// <summary>A server of lines over TCP on loopback. Each connection is served by the same script.</summary>
public sealed class LineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<LinePeer, Task> _serve;
    private readonly Task _accepting;

    public LineServer(Func<LinePeer, Task> serve)
    {
        _serve = serve;
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
            var peer = new LinePeer(await _listener.AcceptTcpClientAsync(_stopping.Token), _stopping.Token);
            Peers.Record(peer);
            _ = ServeAsync(peer);
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
