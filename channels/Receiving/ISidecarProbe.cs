namespace Vespid.Channels;

/// <summary>Asks the external process that a channel needs (a daemon, a bridge) whether it is well.</summary>
public interface ISidecarProbe
{
    string ChannelId { get; }

    /// <summary>Setting without which an account names no sidecar: the others need not be looked at.</summary>
    string NeededSetting { get; }

    /// <summary>Whether the account names a sidecar that can be asked.</summary>
    bool Applies(ChannelAccount account);

    /// <summary>One bounded request. Null when it is well, else what is wrong in short words without secrets. Faults are answers, not exceptions.</summary>
    Task<string?> ProbeAsync(ChannelAccount account, CancellationToken cancellationToken);
}
