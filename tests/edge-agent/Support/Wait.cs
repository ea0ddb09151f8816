namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>Waits for facts of other processes; a time-out says what it waited for.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task UntilAsync(Func<Task<bool>> fact, Func<string> what, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await fact())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s until {what()}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task UntilAsync(Func<bool> fact, string what) => UntilAsync(() => Task.FromResult(fact()), () => what, TimeSpan.FromSeconds(60));
}
