using Orleans.Storage;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class CounterGrain([PersistentState("counter", CounterGrain.StorageName)] IPersistentState<CounterState> counter) : Grain, ICounterGrain
{
    public const string StorageName = "compliance";

    private int _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = counter.State.Value;
        return Task.CompletedTask;
    }

    public Task<int> Get() => Task.FromResult(counter.State.Value);

    public Task<int> GetAtActivation() => Task.FromResult(_atActivation);

    public Task<bool> IsStored() => Task.FromResult(counter.RecordExists && counter.Etag is not null);

    public Task Set(int value)
    {
        counter.State = new CounterState { Value = value };
        return counter.WriteStateAsync();
    }

    public async Task<bool> TrySet(int value)
    {
        try
        {
            await Set(value);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    public Task Clear() => counter.ClearStateAsync();

    public Task Reread() => counter.ReadStateAsync();

    public Task EndActivation()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> WhichActivation() => Task.FromResult(GrainContext.ActivationId.ToString());
}
