using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Vespid.Silo.Logging.Forwarding;

/// <summary>Makes the way to a target.</summary>
internal static class LogSinks
{
    /// <param name="target">Where to.</param>
    /// <param name="token">Said first on each connection over TCP; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<ILogSink> OpenAsync(LogTarget target, string? token, CancellationToken cancellationToken) => target.Kind switch
    {
        LogTarget.Tcp => await TcpSink.OpenAsync(target, token, cancellationToken),
        LogTarget.Udp => await UdpSink.OpenAsync(target, cancellationToken),
        _ => new StdoutSink(Console.OpenStandardOutput()),
    };

    private sealed class TcpSink(Socket socket) : ILogSink
    {
        public int MaxBytes => 1024 * 1024;

        public static async Task<TcpSink> OpenAsync(LogTarget target, string? token, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = false };
            try
            {
                await socket.ConnectAsync(target.Host, target.Port, cancellationToken);
                var sink = new TcpSink(socket);
                if (token is not null)
                    await sink.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { authorization = $"Bearer {token}" }) + "\n"), cancellationToken);
                return sink;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
        {
            // A peer that has gone is noticed by what can be read; the first write after it would still seem to succeed.
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            while (!line.IsEmpty)
                line = line[await socket.SendAsync(line, SocketFlags.None, cancellationToken)..];
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class UdpSink(Socket socket) : ILogSink
    {
        // 65,535 less the headers of IPv4 and UDP.
        public int MaxBytes => 65_507;

        public static async Task<UdpSink> OpenAsync(LogTarget target, CancellationToken cancellationToken)
        {
            var addresses = await System.Net.Dns.GetHostAddressesAsync(target.Host, cancellationToken);
            var socket = new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                await socket.ConnectAsync(addresses[0], target.Port, cancellationToken);
                return new UdpSink(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken) =>
            await socket.SendAsync(line, SocketFlags.None, cancellationToken);

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class StdoutSink(Stream stream) : ILogSink
    {
        public int MaxBytes => 1024 * 1024;

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(line, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
