using System.Net.NetworkInformation;

namespace Vespid.Tests.Fuzz.Hosting;

/// <summary>A port offset at which nobody listens.</summary>
internal static class FreePorts
{
    private static readonly int[] Ports = [3001, 3002, 8080, 9464];

    public static int Offset()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        // Below 32768, where the system takes the ports of outgoing connections from.
        var offset = 16_000 + (Environment.ProcessId % 140 * 20);
        while (Ports.Any(port => taken.Contains(port + offset)))
            offset += 7;
        return offset;
    }
}
