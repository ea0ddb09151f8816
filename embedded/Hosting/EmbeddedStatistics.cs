namespace Vespid.Embedded;

/// <summary>What the engine holds and has done.</summary>
/// <param name="ActivationsByGrainType">Activations in memory, by the name of the grain type; types without any are left out.</param>
/// <param name="TotalCalls">Calls sent since the start, one-way ones and reminders included, timer ticks not.</param>
/// <param name="CallsInFlight">Calls whose callers still wait.</param>
public sealed record EmbeddedStatistics(IReadOnlyDictionary<string, int> ActivationsByGrainType, long TotalCalls, long CallsInFlight)
{
    public int TotalActivations => ActivationsByGrainType.Values.Sum();
}
