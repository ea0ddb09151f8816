using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Vespid.Tests.Unit.Logging;

/// <summary>A collector of log lines over TCP that can stop reading, die, and come back on its port.</summary>
internal sealed class LineListener : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly TaskCompletionSource _reads;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="port">0 for any.</param>
    /// <param name="reads">Whether it reads what comes; else it only accepts until <see cref="Read"/>.</param>
    public LineListener(int port = 0, bool reads = true)
    {
        _reads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (reads)
            _reads.SetResult();
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyCollection<string> Lines => _lines;

    public void Read() => _reads.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        foreach (var socket in _open)
            socket.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> reading = [];
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                _open.Add(socket);
                Interlocked.Increment(ref _connections);
                reading.Add(ReadAsync(socket));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It ends.
        }

        await Task.WhenAll(reading);
    }

    private async Task ReadAsync(Socket socket)
    {
        try
        {
            await _reads.Task.WaitAsync(_end.Token);
            using var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true));
            while (await reader.ReadLineAsync(_end.Token) is { } line)
                _lines.Enqueue(line);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // It ends.
        }
    }
}
