namespace Vespid.Grains.ChatOps;

/// <summary>A step around the carrying out of every command; the outermost first.</summary>
internal interface ICommandBehavior
{
    Task<CommandResult> HandleAsync(CommandTurn turn, Func<CommandTurn, Task<CommandResult>> next);
}

/// <summary>Carries out commands of some names.</summary>
internal interface ICommandHandler
{
    IReadOnlyList<string> Names { get; }

    Task<CommandResult> HandleAsync(CommandTurn turn);
}
