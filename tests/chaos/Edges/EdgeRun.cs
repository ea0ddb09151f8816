using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>One run of edges: they change while processes are killed and vendors misbehave; then peace until all is told; then everything is checked.</summary>
internal sealed class EdgeRun(EdgeRunSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary>A message that failed four times is tried again after five minutes.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan FallsWithin = TimeSpan.FromSeconds(10);

    private readonly Journal _journal = new();
    private readonly List<Violation> _seen = [];

    /// <param name="interrupted">Ends it early, and everything that it started.</param>
    public async Task<EdgeRunReport> RunAsync(CancellationToken interrupted = default)
    {
        await using var world = await Surroundings.StartAsync(null, _journal, Settings, settings.Silos);
        try
        {
            return await RunAsync(world).WaitAsync(interrupted);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await world.KeepAsync(settings.Folder, logs: true);
            throw;
        }
    }

    private async Task<EdgeRunReport> RunAsync(Surroundings world)
    {
        await using var fleet = new EdgeFleet(world, settings.Edges, new Random(settings.Seed));
        var reader = new EdgeEvidenceReader(world);
        var kills = new Kills(world, new Random(settings.Seed + 1));
        await fleet.EnrollAsync();
        _journal.Note("all edges have reported");
        if (settings.IsCascade)
            await FallAsync(fleet, reader);
        else
            await DisturbAsync(world, fleet, kills);

        var healed = TimeProvider.System.GetTimestamp();
        _journal.Note("peace");
        world.Telegram.Faults.Clear();
        world.Bridge.Faults.Clear();
        await world.Hosts.EnsureAllAsync();
        if (!await Wait.TryUntilAsync(async () => await reader.OpenAsync() == 0, DrainPatience))
            _seen.Add(new Violation(Violation.NotDrained, $"{await reader.OpenAsync()} events and messages are open"));
        var drain = TimeProvider.System.GetElapsedTime(healed);

        _seen.AddRange(world.Hosts.Problems.Select(static what => new Violation(Violation.Process, what)));
        _seen.AddRange(fleet.Refusals.Select(static what => new Violation(Violation.Refused, what)));
        _seen.AddRange(await new EvidenceReader(world).WatchedAsync());
        var evidence = new EdgeEvidence(
            await fleet.Log.ReadBackAsync(), await reader.EventsAsync(), await reader.AccountsAsync(), await reader.MessagesAsync(), reader.Arrivals(), _seen);
        if (settings.IsCascade)
            _seen.AddRange(CascadeRules.Check(evidence));
        var report = EdgeRunReport.Of(settings, evidence, EdgeChecker.Check(evidence), kills.TakeOvers, drain);
        await world.KeepAsync(settings.Folder, logs: report.Violations.Count > 0);
        return report;
    }

    private Task DisturbAsync(Surroundings world, EdgeFleet fleet, Kills kills)
    {
        var length = TimeSpan.FromSeconds(settings.Seconds);
        return Task.WhenAll(
            fleet.ChangeAsync(length),
            kills.RunAsync(settings.Kills, length, "a report is taken again", killed => () => fleet.Log.FirstSentAfter(killed)?.At - killed),
            TroubleVendorsAsync(world, length));
    }

    private async Task TroubleVendorsAsync(Surroundings world, TimeSpan length)
    {
        var (chance, began) = (new Random(settings.Seed + 2), TimeProvider.System.GetTimestamp());
        var kinds = VendorTroubles.Any;
        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            var fault = kinds[chance.Next(kinds.Count)];
            _journal.Note($"{fault}");
            // What nobody asked for meanwhile is over: troubles that pile up would never end.
            world.Bridge.Faults.Clear();
            world.Telegram.Faults.Clear();
            world.Bridge.Faults.Add(fault, chance.Next(1, 4));
            if (chance.Next(3) == 0)
                world.Telegram.Faults.Add(kinds[chance.Next(kinds.Count)], 1, "sendMessage");
            await Task.Delay(TimeSpan.FromSeconds(4 + (6 * chance.NextDouble())), TimeProvider.System);
        }
    }

    /// <summary>All fall within ten seconds, and come back when that has been told.</summary>
    private async Task FallAsync(EdgeFleet fleet, EdgeEvidenceReader reader)
    {
        await fleet.AllAsync(healthy: false, FallsWithin);
        _journal.Note("all edges are down");
        await Wait.UntilAsync(async () => (await reader.MessagesAsync()).Exists(static message => message.Alert == CascadeRules.Alert), "the cascade is told", Patience);
        _journal.Note("the cascade is told");
        await Task.Delay(TimeSpan.FromSeconds(settings.Seconds / 4.0), TimeProvider.System);
        _journal.Note(CascadeRules.Rising);
        await fleet.AllAsync(healthy: true, FallsWithin);
        _journal.Note("all edges are back");
    }

    private Dictionary<string, string> Settings(Surroundings world) => new()
    {
        ["OXPULSE_TG_WEBHOOK"] = new Uri(world.Bridge.Url, "/alerts").ToString(),
        ["OXPULSE_TG_CHAT"] = "-1004242",
        ["TG_TOKEN"] = world.Telegram.BotToken,
        ["OXPULSE_TG_MIN_INTERVAL"] = settings.HasBreakers ? "15" : "5",
        ["EDGE_GROUP_WAIT"] = "1",
        ["OXPULSE_CB_MAX"] = settings.HasBreakers ? "5" : "1000",
        ["OXPULSE_CB_WINDOW"] = "60",
        ["OXPULSE_CB_DIGEST"] = "60",
        ["OXPULSE_CB_HALF_OPEN"] = "60",
        ["FLEET_CASCADE_WINDOW"] = "10",
    };
}
