namespace Vespid.Grains.Platforms;

/// <summary>What a connection remembers across restarts.</summary>
public sealed record PlatformConnectionState
{
    /// <summary>Where the receiver goes on: everything before it is committed.</summary>
    public string? Cursor { get; init; }
}
