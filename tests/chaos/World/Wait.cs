namespace Vespid.Tests.Chaos.World;

/// <summary>Waits for facts of other processes; a time-out says what it waited for.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task UntilAsync(Func<Task<bool>> fact, string what, TimeSpan patience)
    {
        if (!await TryUntilAsync(fact, patience))
            throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s until {what}.");
    }

    /// <returns>False when it did not come true in time.</returns>
    public static async Task<bool> TryUntilAsync(Func<Task<bool>> fact, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await fact())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                return false;
            await timer.WaitForNextTickAsync();
        }

        return true;
    }
}
