namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>kill -9 of the writer; the standby takes over, and a new process stands by.</summary>
/// <param name="RestartAfter">How long one process is all there is.</param>
internal sealed record KillActive(TimeSpan RestartAfter) : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        var active = await stage.Hosts.ActiveAsync();
        var killed = TimeProvider.System.GetUtcNow();
        await active.KillAsync();
        await stage.MeasureTakeOverAsync(nameof(KillActive), killed);
        await Task.Delay(RestartAfter, TimeProvider.System);
        await stage.Hosts.EnsureAllAsync();
    }
}
