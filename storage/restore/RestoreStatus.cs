namespace Vespid.Storage.Restore;

/// <summary>What waits after a restore.</summary>
/// <param name="Held">In all.</param>
/// <param name="Groups">By organisation and kind, at most 100.</param>
/// <param name="Holds">The latest 20 holds, newest first.</param>
public sealed record RestoreStatus(RestoreCounts Held, IReadOnlyList<RestoreGroup> Groups, IReadOnlyList<RestoreHold> Holds);
