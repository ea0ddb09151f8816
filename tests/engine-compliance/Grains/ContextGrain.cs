using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class ContextGrain(Journal journal) : Grain, IContextGrain
{
    public Task<string?> Get(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task<string?> GetAfterAwait(string key)
    {
        await Task.Yield();
        return RequestContext.Get(key) as string;
    }

    public Task<string?> GetThrough(IContextGrain next, string key) => next.Get(key);

    public Task Hold(string gate)
    {
        journal.Write($"{gate} holds");
        return journal.Pass(gate);
    }

    public Task Set(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }
}
