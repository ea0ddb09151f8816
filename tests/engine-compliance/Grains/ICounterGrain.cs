namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>A grain with state.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Get();

    /// <summary>What the state was when OnActivateAsync ran.</summary>
    Task<int> GetAtActivation();

    Task<bool> IsStored();

    Task Set(int value);

    /// <summary>Writes, and keeps a conflict to itself.</summary>
    Task<bool> TrySet(int value);

    Task Clear();

    Task Reread();

    Task EndActivation();

    Task<string> WhichActivation();
}
