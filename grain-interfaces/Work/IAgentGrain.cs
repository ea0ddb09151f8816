using Orleans.Concurrency;

namespace Vespid.GrainInterfaces.Work;

/// <summary>Carries an organisation's work to its agent: the built-in echo, or a signed push to its endpoint. Key: the organisation.</summary>
[Alias("vespid.agent")]
public interface IAgentGrain : IGrainWithGuidKey
{
    /// <summary>There is an agent and there may be work for it.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task Wake();

    /// <summary>There is a run, perhaps for workers of somebody else. Costs nothing where it was found that there is no agent, until the next wake.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("run-queued")]
    Task RunQueued();
}
