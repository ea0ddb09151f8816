using Orleans.Concurrency;

namespace Vespid.GrainInterfaces.Work;

/// <summary>Carries an organisation's work to its agent: the built-in echo, or a signed push to its endpoint. Key: the organisation.</summary>
[Alias("vespid.agent")]
public interface IAgentGrain : IGrainWithGuidKey
{
    /// <summary>There may be work.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task Wake();
}
