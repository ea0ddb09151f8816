using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Delivery;

/// <summary>Waits between attempts: <c>base * 2^(n-1)</c>, times a factor in [1, 1.2), capped; never shorter than the receiver asked for.</summary>
public static class RetrySchedule
{
    /// <summary>Shortest base; a smaller setting is raised to it.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(200);

    private const double Jitter = 0.2;

    /// <param name="failures">Failures so far, 1 or more.</param>
    /// <param name="baseDelay">Wait after the first.</param>
    /// <param name="cap">Longest wait of our own.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    /// <param name="chance">Source of the jitter.</param>
    public static TimeSpan Delay(int failures, TimeSpan baseDelay, TimeSpan cap, TimeSpan? retryAfter, IChance chance)
    {
        var start = baseDelay < Floor ? Floor : baseDelay;
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var ownTicks = Math.Min(start.Ticks * Math.Pow(2, doublings), cap.Ticks) * (1 + Jitter * chance.NextDouble());
        var own = TimeSpan.FromTicks((long)Math.Min(ownTicks, cap.Ticks));
        return retryAfter is { } asked && asked > own ? asked : own;
    }
}
