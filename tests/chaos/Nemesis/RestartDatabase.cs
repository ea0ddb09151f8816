namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>The server is restarted.</summary>
/// <param name="Mode"><c>fast</c>, or <c>immediate</c>, which is a crash.</param>
internal sealed record RestartDatabase(string Mode) : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        await stage.World.Database.RestartAsync(Mode);
        await stage.FirstSuccessAsync(TimeProvider.System.GetUtcNow());
        await stage.Hosts.EnsureAllAsync();
    }
}
