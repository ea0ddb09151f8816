using Orleans.Concurrency;

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Calls that begin, wait at the gate of their name, and end, and say so in the journal.</summary>
public interface IWorkGrain : IGrainWithStringKey
{
    Task Work(string name);

    [AlwaysInterleave]
    Task WorkInterleaved(string name);

    [ReadOnly]
    Task Read(string name);

    [OneWay]
    Task Notify(string name);

    /// <summary>Begins only; fails if the name is "fault".</summary>
    [OneWay]
    Task NotifyFault(string name);

    /// <summary>Answers once all earlier turns of the activation are over.</summary>
    [AlwaysInterleave]
    Task Ping();

    /// <summary>Which activation answers.</summary>
    [AlwaysInterleave]
    Task<string> WhichActivation();

    Task EndActivation();
}
