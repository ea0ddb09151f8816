namespace Vespid.Bench.GrainCalls;

/// <summary>An implementation without an engine around it.</summary>
internal sealed class LocalEcho : IEchoGrain
{
    private static readonly Task<int> Answer = Task.FromResult(1);

    public Task<int> Echo(int value) => Answer;
}
