using Npgsql;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>The database ends the runtime's connections again and again.</summary>
/// <param name="Name">Which: a pattern of application names.</param>
/// <param name="Times">How often.</param>
/// <param name="Every">Time between.</param>
internal sealed record CutConnections(string Name, int Times, TimeSpan Every) : Fault
{
    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        record.Strikes = Times;
        using var timer = new PeriodicTimer(Every);
        for (var i = 0; i < Times; i++)
        {
            try
            {
                await stage.World.Database.TerminateAsync(Name);
            }
            catch (NpgsqlException)
            {
                // Its own turn was cut.
            }

            await timer.WaitForNextTickAsync();
        }

        await stage.FirstSuccessAsync(TimeProvider.System.GetUtcNow());
        await stage.Hosts.EnsureAllAsync();
    }
}
