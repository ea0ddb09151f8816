namespace Vespid.Embedded.Engine;

/// <summary>A turn in waiting. It is its own list node, so that queueing allocates nothing.</summary>
internal abstract class WorkItem
{
    /// <summary>Belongs to whichever queue the item is in; an item is in one at a time.</summary>
    public WorkItem? Next { get; set; }

    /// <summary>Runs in a turn of the activation. Must not throw.</summary>
    public abstract void Run(Activation activation);
}
