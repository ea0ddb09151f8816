namespace Vespid.Tests.Chaos.World;

/// <summary>How long the machine stood still at the longest: a virtual one may be stopped as a whole, and then no figure of time means anything.</summary>
internal sealed class StallWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public TimeSpan Longest { get; private set; }

    public async Task RunAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var last = TimeProvider.System.GetTimestamp(); !ending.IsCancellationRequested; last = TimeProvider.System.GetTimestamp())
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var gap = TimeProvider.System.GetElapsedTime(last) - Interval;
            Longest = gap > Longest ? gap : Longest;
        }
    }
}
