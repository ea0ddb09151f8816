using Vespid.Grains.Channels;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>The operator's switches, the same in every process.</summary>
internal sealed class SimulatedFlags : IRuntimeFlags
{
    public HashSet<string> Off { get; } = new(StringComparer.Ordinal);

    public bool IsChannelEnabled(string channelId) => !Off.Contains(channelId);
}
