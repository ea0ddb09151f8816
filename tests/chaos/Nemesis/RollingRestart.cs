namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>SIGTERM of each standby and a new one, then the same with the active.</summary>
internal sealed record RollingRestart : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        var active = await stage.Hosts.ActiveAsync();
        foreach (var slot in stage.Hosts.Others(active).Append(active).ToList())
        {
            await stage.Hosts.StopAsync(slot);
            await stage.Hosts.EnsureAllAsync();
        }
    }
}
