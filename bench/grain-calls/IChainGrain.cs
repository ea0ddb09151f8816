namespace Vespid.Bench.GrainCalls;

public interface IChainGrain : IGrainWithIntegerKey
{
    /// <summary>Calls on until <paramref name="left"/> is zero.</summary>
    /// <returns>How many grains were called after this one.</returns>
    Task<int> Descend(int left);
}
