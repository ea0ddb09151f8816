namespace Vespid.Embedded.Engine;

/// <summary>A task of the activation's scheduler: mostly what follows an await.</summary>
internal sealed class TaskTurn(Task task) : WorkItem
{
    public override void Run(Activation activation) => activation.Turns.Execute(task);
}
