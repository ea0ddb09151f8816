using System.Net.NetworkInformation;

namespace Vespid.Vendors;

/// <summary>
/// Port offsets of runtimes under test. One is given once on this machine while the process that took it lives: a runtime that is being restarted
/// does not listen, and finds its ports free again all the same.
/// </summary>
public static class PortOffsets
{
    private const int First = 108;

    /// <summary>Below the ports that the system gives to outgoing connections, 32768 and above.</summary>
    private const int Last = 21_600;

    /// <summary>No two of the ports are a multiple of it apart, so that no two offsets share a port.</summary>
    private const int Step = 12;
    private const int Count = (Last - First) / Step;

    private static readonly int[] Ports = [3001, 3002, 6379, 8080, 9464, 11111];
    private static readonly string Claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"vespid-test-ports-{Environment.UserName}")).FullName;
    private static readonly Lock Gate = new();

    /// <summary>Files whose locks say that an offset is taken; the system lets go of them with the process.</summary>
    private static readonly List<FileStream> Held = [];

    /// <summary>Processes begin far from each other.</summary>
    private static int _turn = (int)(Environment.ProcessId * 97L % Count);

    public static int Take()
    {
        lock (Gate)
        {
            var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
            for (var tried = 0; tried < Count; tried++)
            {
                _turn = (_turn + 1) % Count;
                var offset = First + _turn * Step;
                if (Ports.Any(port => listening.Contains(port + offset)))
                    continue;
                try
                {
                    Held.Add(new FileStream(Path.Combine(Claims, $"{offset}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                    return offset;
                }
                catch (IOException)
                {
                    // Somebody's already, perhaps ours.
                }
            }

            throw new InvalidOperationException($"No port offset is free; {Claims} has the claims.");
        }
    }
}
