namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>Plays a schedule: faults begin until the time is up, and the last is played to its end.</summary>
internal sealed class Player(Stage stage, Schedule schedule, TimeSpan length)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public Task RunAsync() => Task.WhenAll(RunAsync(schedule.Processes), RunAsync(schedule.Vendors));

    private async Task RunAsync(IReadOnlyList<Step> steps)
    {
        foreach (var (pause, fault) in steps)
        {
            await Task.Delay(pause, TimeProvider.System);
            if (TimeProvider.System.GetElapsedTime(_started) > length)
                return;
            var record = stage.World.Journal.Begin(fault);
            try
            {
                await fault.PlayAsync(stage, record);
            }
            finally
            {
                stage.World.Journal.End(record);
            }
        }
    }
}
