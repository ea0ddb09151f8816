using Orleans.Concurrency;

namespace Vespid.GrainInterfaces.Platforms;

/// <summary>The process that keeps the connections to platforms: what can only leave over one of them leaves there, wherever its lane lives.</summary>
[Alias("vespid.connection-host")]
public interface IConnectionHost : IGrainObserver
{
    /// <summary>Whether it still is the one. Asked before each send: while nobody answers, nothing was sent.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("leads")]
    Task<bool> Leads();

    /// <summary>One attempt.</summary>
    [AlwaysInterleave]
    [Alias("send")]
    Task<ConnectionAnswer> Send(Guid accountId, ConnectionMessage message);
}
