namespace Vespid.Grains.Platforms;

/// <summary>What a connection remembers across restarts.</summary>
public sealed record PlatformConnectionState
{
    /// <summary>Next update to ask for: all below it are committed.</summary>
    public long? Offset { get; init; }
}
