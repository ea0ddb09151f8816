namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>Everything on the machine ends at once, and is started again.</summary>
internal sealed record PowerCut : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        await Task.WhenAll(stage.Hosts.Slots.Select(slot => slot.KillAsync()).Append(stage.World.Database.RestartAsync("immediate")));
        await stage.Hosts.EnsureAllAsync();
        await stage.FirstSuccessAsync(TimeProvider.System.GetUtcNow());
    }
}
