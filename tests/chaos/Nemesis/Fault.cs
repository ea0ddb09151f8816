namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>Something bad with its parameters, which is all over when it has been played.</summary>
internal abstract record Fault
{
    public abstract Task PlayAsync(Stage stage, FaultRecord record);
}
