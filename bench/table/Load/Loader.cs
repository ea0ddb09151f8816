using System.Diagnostics;
using Vespid.Bench.Table.Processes;

namespace Vespid.Bench.Table.Load;

/// <summary>Loads systems, one at a time. Each connection gets a number of its own, so that no message repeats another.</summary>
/// <param name="cancellationToken">Ends the round under way and lets no other begin.</param>
internal sealed class Loader(CancellationToken cancellationToken)
{
    private int _connections;

    /// <param name="system">Under load.</param>
    /// <param name="traffic">What to send.</param>
    /// <param name="connections">How many at a time.</param>
    /// <param name="length">For how long.</param>
    /// <param name="afterwards">Waits for the work that so many messages leave; processor time counts until then.</param>
    public async Task<Round> RunAsync(ISystem system, Traffic traffic, int connections, TimeSpan length, Func<int, Task>? afterwards = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clients = Enumerable.Range(0, connections).Select(_ => new LoadClient(system.Port, traffic, ++_connections)).ToList();
        foreach (var client in clients)
            await client.ConnectAsync();

        var allocated = await system.AllocatedAsync();
        var (server, database, own) = Used(system);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(length);
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(clients.Select(client => client.RunAsync(stop.Token)));
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var ended = TimeProvider.System.GetTimestamp();
        if (afterwards is not null)
            await afterwards(clients.Sum(client => client.Latencies.Count));
        var after = afterwards is null ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(ended);
        var (serverNow, databaseNow, ownNow) = Used(system);
        clients.ForEach(client => client.Dispose());
        return new Round
        {
            Seconds = elapsed.TotalSeconds,
            Latencies = [.. clients.SelectMany(client => client.Latencies)],
            Errors = clients.Sum(client => client.Errors),
            FirstError = clients.Select(client => client.FirstError).FirstOrDefault(error => error is not null),
            ServerSeconds = serverNow - server,
            DatabaseSeconds = databaseNow - database,
            ClientSeconds = ownNow - own,
            Allocated = await system.AllocatedAsync() - allocated,
            SecondsAfter = after.TotalSeconds,
        };
    }

    private static (double Server, double Database, double Own) Used(ISystem system)
    {
        using var own = Process.GetCurrentProcess();
        return (ProcessTimes.Seconds(system.ProcessId), system.Site.ProcessorSeconds, own.TotalProcessorTime.TotalSeconds);
    }
}
