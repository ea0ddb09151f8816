namespace Vespid.Embedded.Engine;

/// <summary>Something an activation works on, possibly over several turns: a call or a timer tick.</summary>
internal abstract class Request : WorkItem
{
    public abstract bool MayAlwaysInterleave { get; }

    public abstract bool IsReadOnly { get; }

    /// <summary>Whether nobody waits for it any more, so that it need not start.</summary>
    public abstract bool IsObsolete { get; }

    /// <summary>Whether working on it keeps the activation from idle collection.</summary>
    public abstract bool CountsAsUse { get; }

    public sealed override void Run(Activation activation) => activation.Admit(this);

    /// <summary>Runs the first turn; <see cref="Activation.Finished"/> is told when the request is done.</summary>
    public abstract void Start(Activation activation);

    /// <summary>Runs something on behalf of the request, with the values that travel with it.</summary>
    public virtual void RunInContext(Action action) => action();

    /// <summary>Ends it unheard.</summary>
    public abstract void Refuse(Exception reason);

    /// <summary>The activation ended before it started.</summary>
    public abstract void Reroute(Silo silo);
}
