using System.Net.NetworkInformation;

namespace Vespid.Tests.Chaos.World;

/// <summary>Port offsets that nobody uses, apart from those of other suites and below the ports of outgoing connections.</summary>
internal static class Ports
{
    private const int First = 15_200;
    private const int Last = 23_000;

    private static readonly int[] Bases = [3001, 3002, 8080, 9464];
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int FreeOffset(Random chance)
    {
        lock (Gate)
        {
            while (true)
            {
                var offset = chance.Next(First, Last);
                var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
                if (!Bases.Any(port => taken.Contains(port + offset)) && Given.Add(offset))
                    return offset;
            }
        }
    }
}
