using Orleans.Concurrency;

namespace Vespid.GrainInterfaces.Delivery;

/// <summary>Sends the outbox entries of one lane in order. Keeps nothing that is not in its rows, so waking it twice is harmless. Key: the lane key.</summary>
[Alias("vespid.lane")]
public interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>There may be something due.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task Wake();
}
