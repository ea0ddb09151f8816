using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Filters its own calls.</summary>
public sealed class NumberGrain(Journal journal) : Grain, INumberGrain, IIncomingGrainCallFilter
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());

    public Task<string> Sign(string text) => Task.FromResult($"{text}!");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        journal.Write($"own filter: {context.MethodName}");
        await context.Invoke();
        if (context.Result is string text)
        {
            context.Result = $"<{text}>";
        }
    }
}
