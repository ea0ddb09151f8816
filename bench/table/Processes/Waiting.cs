namespace Vespid.Bench.Table.Processes;

/// <summary>Waits for facts.</summary>
internal static class Waiting
{
    /// <returns>How long it took; null when it had not happened by then.</returns>
    public static async Task<TimeSpan?> ForAsync(Func<Task<bool>> happened, TimeSpan atMost, TimeSpan every, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await happened())
        {
            if (TimeProvider.System.GetElapsedTime(since) > atMost)
                return null;
            await Task.Delay(every, TimeProvider.System, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(since);
    }
}
