using System.Net;
using System.Net.Sockets;

namespace Vespid.Bench.Table.Processes;

/// <summary>Finds ports that nobody listens on.</summary>
internal static class Ports
{
    private static readonly int[] OfTheRuntime = [3001, 3002, 8080, 9464];

    public static int Free() => Using(0) ?? throw new InvalidOperationException("There is no free port.");

    /// <summary>An offset at which all ports of the runtime are free.</summary>
    public static int FreeOffset()
    {
        // Below the range from which the kernel gives ports to clients.
        for (var offset = 10_000 + (Environment.ProcessId % 1_000 * 10); offset < 22_000; offset += 7)
        {
            if (Array.TrueForAll(OfTheRuntime, port => Using(port + offset) is not null))
                return offset;
        }

        throw new InvalidOperationException("There are no free ports for the runtime.");
    }

    private static int? Using(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
