using Npgsql;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>Another client takes every connection that the database has, and the runtime loses those that it had.</summary>
/// <param name="For">How long it keeps them.</param>
internal sealed record TakeConnections(TimeSpan For) : Fault
{
    private const int Hands = 8;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        using var enough = new CancellationTokenSource(For, TimeProvider.System);
        var takers = Enumerable.Range(0, Hands).Select(_ => TakeAsync(stage.World.Database, enough.Token)).ToList();
        try
        {
            await stage.World.Database.TerminateAsync("vespid-%");
        }
        catch (NpgsqlException)
        {
            // There was no connection left for it either.
        }

        var taken = await Task.WhenAll(takers);
        stage.World.Journal.Note($"{taken.Sum()} connections were taken");
        await stage.FirstSuccessAsync(TimeProvider.System.GetUtcNow());
        await stage.Hosts.EnsureAllAsync();
    }

    private static async Task<int> TakeAsync(ChaosDatabase database, CancellationToken enough)
    {
        var taken = new List<NpgsqlConnection>();
        while (!enough.IsCancellationRequested)
        {
            if (await database.TryOccupyAsync(enough) is { } connection)
                taken.Add(connection);
            else
                await Task.Delay(Again, TimeProvider.System, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var connection in taken)
            await connection.DisposeAsync();
        return taken.Count;
    }
}
