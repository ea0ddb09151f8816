namespace Vespid.Embedded.Engine;

/// <summary>What the catalog finds under a grain id: an activation, or the workers of a stateless grain.</summary>
internal abstract class CallTarget
{
    /// <summary>Whether it has ended for good; whoever kept it must ask the catalog again.</summary>
    public abstract bool IsGone { get; }

    public abstract void Receive(Request request);
}
