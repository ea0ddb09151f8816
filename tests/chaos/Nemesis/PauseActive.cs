namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>SIGSTOP of the writer; it wakes up when another has long been the writer, and does not know.</summary>
/// <param name="For">How long it is stopped.</param>
internal sealed record PauseActive(TimeSpan For) : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        var active = await stage.Hosts.ActiveAsync();
        var paused = TimeProvider.System.GetUtcNow();
        // Others have taken a silo for dead by the time it wakes up, and it ends when it hears of that.
        if (stage.Hosts.AreSilos)
            active.AllowEnd();
        active.Signal("STOP");
        try
        {
            await stage.MeasureTakeOverAsync(nameof(PauseActive), paused);
            if (paused + For - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } rest)
                await Task.Delay(rest, TimeProvider.System);
        }
        finally
        {
            active.Signal("CONT");
        }

        stage.World.Journal.Note($"process {active.ProcessNumber} at {active.Name} wakes up");
        await stage.Hosts.EnsureAllAsync();
    }
}
