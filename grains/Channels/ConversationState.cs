namespace Vespid.Grains.Channels;

/// <summary>What a conversation remembers; its messages and turns are rows.</summary>
public sealed record ConversationState
{
    /// <summary>The session its messages go to, once there is one.</summary>
    public Guid? SessionId { get; init; }
}
