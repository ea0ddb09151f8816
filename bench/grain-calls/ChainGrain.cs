namespace Vespid.Bench.GrainCalls;

public sealed class ChainGrain : Grain, IChainGrain
{
    public async Task<int> Descend(int left) => left == 0 ? 0 : 1 + await GrainFactory.GetGrain<IChainGrain>(left - 1).Descend(left - 1);
}
