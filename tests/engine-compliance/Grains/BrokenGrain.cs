namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Cannot be constructed.</summary>
public sealed class BrokenGrain : Grain, IBrokenGrain
{
    public BrokenGrain() => throw new InvalidOperationException("cannot construct");

    public Task Call() => Task.CompletedTask;
}
