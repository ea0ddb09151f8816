namespace Vespid.Grains.Channels;

/// <summary>The operator's switches: environment, watched file and <c>runtime_flags</c> table, the most restrictive wins. Read per message; a change holds within 5 s.</summary>
public interface IRuntimeFlags
{
    /// <summary>Whether the runtime and this channel are on.</summary>
    bool IsChannelEnabled(string channelId);
}
