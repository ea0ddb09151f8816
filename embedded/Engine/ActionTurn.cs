namespace Vespid.Embedded.Engine;

/// <summary>Something the engine itself does in a turn of the activation.</summary>
internal sealed class ActionTurn(Action<Activation> action) : WorkItem
{
    public override void Run(Activation activation) => action(activation);
}
