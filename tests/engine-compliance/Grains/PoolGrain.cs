using Orleans.Concurrency;
using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

[StatelessWorker(2)]
public sealed class PoolGrain(Journal journal) : Grain, IPoolGrain
{
    public async Task<string> Work(string name)
    {
        journal.Write($"{name} begins");
        journal.Write("begins");
        await journal.Pass(name);
        journal.Write($"{name} ends");
        return GrainContext.ActivationId.ToString();
    }
}
