namespace Vespid.Bench.GrainCalls;

/// <summary>One of several interfaces of the usual size, to measure their first use.</summary>
public interface IThird : IGrainWithStringKey
{
    Task Start(string name, CancellationToken cancellationToken);

    Task<string> Get(string name);

    Task<int> Count(Guid id, DateTimeOffset since);

    Task<IReadOnlyList<string>> List(int skip, int take);

    Task Put(string name, byte[] value);

    Task<bool> Remove(string name);

    ValueTask<long> Size();

    Task Stop();
}
