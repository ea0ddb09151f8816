using System.Net;
using System.Net.Sockets;

namespace Vespid.Channels;

/// <summary>Connects to what a tenant named: resolved once, checked, and connected to exactly what was checked.</summary>
internal sealed class GuardedConnect(TenantUrls urls)
{
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);

    /// <exception cref="AddressRefusedException">The name leads nowhere that tenants may reach.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!urls.IsAllowed(host, port))
            addresses = Array.FindAll(addresses, PublicAddresses.Contains);
        if (addresses.Length == 0)
            throw new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
