namespace Vespid.Grains.Edges;

/// <summary>What a channel's status amounts to.</summary>
internal enum ChannelClass
{
    /// <summary>Rendered and started.</summary>
    Up,

    /// <summary>Not provisioned.</summary>
    Neutral,

    /// <summary>Not working, or not understood.</summary>
    Failed,
}
