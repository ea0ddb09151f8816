namespace Vespid.Tests.Chaos.World;

/// <summary>Waits for facts of other processes; a time-out says what it waited for.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>A longer time between two looks is one in which the machine stood still: nobody was waited for.</summary>
    private static readonly TimeSpan MostBetweenLooks = TimeSpan.FromSeconds(5);

    public static async Task UntilAsync(Func<Task<bool>> fact, string what, TimeSpan patience)
    {
        if (!await TryUntilAsync(fact, patience))
            throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s until {what}.");
    }

    /// <returns>False when it did not come true in time.</returns>
    public static async Task<bool> TryUntilAsync(Func<Task<bool>> fact, TimeSpan patience)
    {
        var (waited, last) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        using var timer = new PeriodicTimer(Interval);
        while (!await fact())
        {
            if (waited > patience)
                return false;
            await timer.WaitForNextTickAsync();
            var gap = TimeProvider.System.GetElapsedTime(last);
            waited += gap < MostBetweenLooks ? gap : MostBetweenLooks;
            last = TimeProvider.System.GetTimestamp();
        }

        return true;
    }
}
