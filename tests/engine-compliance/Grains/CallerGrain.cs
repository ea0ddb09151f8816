using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class CallerGrain(Journal journal) : Grain, ICallerGrain
{
    public Task CallInCycle(ICallerGrain other) => other.CallBack(this.AsReference<ICallerGrain>());

    public Task CallBack(ICallerGrain first)
    {
        var touch = first.Touch();
        journal.Write("called back");
        return touch;
    }

    public Task Touch() => Task.CompletedTask;

    public async Task<bool> StaysOnItsScheduler(IWorkGrain other)
    {
        var before = TaskScheduler.Current;
        await other.Ping();
        await Task.Yield();
        return before != TaskScheduler.Default && TaskScheduler.Current == before;
    }

    public Task<string> StackOf(ICallerGrain other) => other.OwnStack();

    public Task<string> OwnStack() => Task.FromResult(Environment.StackTrace);

    public async Task<int> Descend(int left) =>
        left == 0 ? 0 : 1 + await GrainFactory.GetGrain<ICallerGrain>($"{left - 1}").Descend(left - 1);

    public Task WriteThrough(ICounterGrain counter, int value) => counter.Set(value);

    public Task<string> OwnActivation() => Task.FromResult(GrainContext.ActivationId.ToString());
}
