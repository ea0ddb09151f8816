using Orleans.Concurrency;
using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

[Reentrant]
public sealed class ReentrantGrain(Journal journal) : Grain, IReentrantGrain
{
    private int _inTurn;
    private int _most;

    public async Task Work(string name)
    {
        journal.Write($"{name} begins");
        await journal.Pass(name);
        journal.Write($"{name} ends");
    }

    public async Task<int> CountOverlaps(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _inTurn));
            Thread.SpinWait(50);
            Interlocked.Decrement(ref _inTurn);
            await Task.Yield();
        }

        return _most;
    }

    public Task<string> RoundTrip(IReentrantGrain other) => other.Back(this.AsReference<IReentrantGrain>());

    public Task<string> Back(IReentrantGrain caller) => caller.Answer();

    public Task<string> Answer() => Task.FromResult(this.GetPrimaryKeyString());
}
