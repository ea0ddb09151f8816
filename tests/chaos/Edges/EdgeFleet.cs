using System.Collections.Concurrent;
using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>All edges of a run.</summary>
internal sealed class EdgeFleet : IAsyncDisposable
{
    /// <summary>One more in half an hour would be flapping, which ends only a quarter of an hour after the last.</summary>
    private const int MostChanges = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(6) };
    private readonly Surroundings _world;
    private readonly Random _chance;

    public EdgeFleet(Surroundings world, int edges, Random chance)
    {
        (_world, _chance) = (world, chance);
        Log = new AcknowledgementLog(Path.Combine(world.Logs, "reports.log"));
        Edges = [.. Enumerable.Range(1, edges).Select(number => new EdgeClient(number, _http, world.Hosts.Slots, Log, Refusals))];
    }

    public IReadOnlyList<EdgeClient> Edges { get; }

    /// <summary>What was answered, on the disk.</summary>
    public AcknowledgementLog Log { get; }

    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Puts the edges where registration would: their tokens are known here. Each reports once.</summary>
    public async Task EnrollAsync()
    {
        await _world.Database.ExecuteAsync("INSERT INTO partners (id, organization_id) SELECT 'edge-c', id FROM organizations ORDER BY created_at LIMIT 1");
        var rows = Edges.Select(edge => $"('{edge.NodeId}', '{edge.Label}', '{edge.NodeId}.example.com', '{edge.Region}', decode('{edge.TokenHash}', 'hex'))");
        await _world.Database.ExecuteAsync($"""
            INSERT INTO edges (node_id, organization_id, partner_id, label, domain, public_ip, region, token_hash)
            SELECT e.node_id, p.organization_id, p.id, e.label, e.domain, '198.51.100.7', e.region, e.token_hash
            FROM (VALUES {string.Join(", ", rows)}) AS e (node_id, label, domain, region, token_hash) CROSS JOIN partners p
            """);
        await Task.WhenAll(Edges.Select(static edge => edge.TellAsync()));
    }

    /// <summary>Each changes now and then until the time is up, and is well in the end.</summary>
    public Task ChangeAsync(TimeSpan length) => Task.WhenAll(Edges.Select(edge => ChangeAsync(edge, new Random(_chance.Next()), length)));

    /// <summary>All fall, or rise, within this time.</summary>
    public Task AllAsync(bool healthy, TimeSpan within) => Task.WhenAll(Edges.Select(async edge =>
    {
        TimeSpan wait;
        lock (_chance)
            wait = within * _chance.NextDouble();
        await Task.Delay(wait, TimeProvider.System);
        await edge.TellAsync([(0, healthy), (1, healthy), (2, healthy)]);
    }));

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        _http.Dispose();
    }

    private static async Task ChangeAsync(EdgeClient edge, Random chance, TimeSpan length)
    {
        var began = TimeProvider.System.GetTimestamp();
        var left = new[] { MostChanges - 1, MostChanges - 1, MostChanges - 1 };
        var pause = TimeSpan.FromSeconds(Math.Max(6, length.TotalSeconds / ((MostChanges - 1) * 3)));
        while (true)
        {
            await Task.Delay(2 * chance.NextDouble() * pause, TimeProvider.System);
            if (TimeProvider.System.GetElapsedTime(began) > length)
                break;
            // Mostly one; now and then all at once.
            var changed = Enumerable.Range(0, 3).Where(upstream => left[upstream] > 0 && chance.Next(3) == 0).ToList();
            changed.ForEach(upstream => left[upstream]--);
            await edge.TellAsync([.. changed.Select(upstream => (upstream, !edge.IsHealthy(upstream)))]);
        }

        await edge.TellAsync([.. Enumerable.Range(0, 3).Where(upstream => !edge.IsHealthy(upstream)).Select(static upstream => (upstream, true))]);
    }
}
