namespace Vespid.Bench.GrainCalls;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<int> Echo(int value);
}
