using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.Report;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos;

/// <summary>One run: load and faults, then peace, until all work is done; then everything is checked.</summary>
internal sealed class ChaosRun(RunSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary>A sabotaged host may never be done, and that is not what is asked of it.</summary>
    private static readonly TimeSpan PatienceWithSabotage = TimeSpan.FromSeconds(25);

    private readonly Journal _journal = new();
    private readonly List<Violation> _seen = [];

    /// <param name="interrupted">Ends it early, and everything that it started.</param>
    public async Task<RunReport> RunAsync(CancellationToken interrupted = default)
    {
        await using var world = await Surroundings.StartAsync(settings.Control?.Name, _journal, silos: settings.Silos);
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

    private async Task<RunReport> RunAsync(Surroundings world)
    {
        await using var load = new OpenLoad(world, settings.Rate, new Random(settings.Seed));
        var stage = new Stage(world, load);
        var versions = new VersionWatch(world.Database);
        using var over = new CancellationTokenSource();
        var stall = new StallWatch();
        var watching = Task.WhenAll(versions.RunAsync(over.Token), stall.RunAsync(over.Token));

        await DisturbAsync(stage, load);
        var healed = TimeProvider.System.GetTimestamp();
        var redriven = await HealAsync(world, load);
        var drain = TimeProvider.System.GetElapsedTime(healed);
        await over.CancelAsync();
        await watching;
        await versions.LookAsync();

        var evidence = await GatherAsync(stage, versions, redriven);
        var report = RunReport.Of(settings, evidence, Checker.Check(evidence), load.Courier.Attempts, versions.Looks, drain, stall.Longest);
        await world.KeepAsync(settings.Folder, logs: report.Violations.Count > 0);
        return report;
    }

    private async Task DisturbAsync(Stage stage, OpenLoad load)
    {
        var length = TimeSpan.FromSeconds(settings.Seconds);
        // A control is over when its few faults are.
        var player = settings.Control is { } control
            ? new Player(stage, control.Schedule, TimeSpan.MaxValue)
            : new Player(stage, Schedule.Of(settings.Seed, settings.Seconds), length);
        using var ending = new CancellationTokenSource();
        var offering = load.OfferAsync(ending.Token);
        try
        {
            await Task.WhenAll(player.RunAsync(), Task.Delay(length, TimeProvider.System));
        }
        catch (TimeoutException late)
        {
            _seen.Add(new Violation(Violation.Process, late.Message));
        }

        await ending.CancelAsync();
        await offering;
    }

    /// <returns>Dead letters that had to be redriven.</returns>
    private async Task<IReadOnlySet<Guid>> HealAsync(Surroundings world, OpenLoad load)
    {
        _journal.Note("peace");
        world.Telegram.Faults.Clear();
        world.Bridge.Faults.Clear();
        try
        {
            await world.Hosts.EnsureAllAsync();
        }
        catch (TimeoutException late)
        {
            _seen.Add(new Violation(Violation.Process, late.Message));
        }

        var patience = settings.Control is null ? Patience : PatienceWithSabotage;
        if (!await load.UntilAcknowledgedAsync(patience))
            _seen.Add(new Violation(Violation.NotDrained, $"{load.Offered.Count - load.Log.Count} messages were never acknowledged"));
        _journal.Note("all is acknowledged");
        var reader = new EvidenceReader(world);
        await DrainAsync(world, reader, patience);
        var dead = await reader.DeadLettersAsync();
        if (dead.Count > 0)
        {
            using var operators = new Operator((await world.Hosts.ActiveAsync()).Control);
            await operators.SignInAsync();
            await operators.RedriveAsync(dead);
            await DrainAsync(world, reader, patience);
        }

        _journal.Note("all is done");
        return dead.ToHashSet();
    }

    private async Task DrainAsync(Surroundings world, EvidenceReader reader, TimeSpan patience)
    {
        var confirmed = await Wait.TryUntilAsync(() => Task.FromResult(world.Telegram.Unconfirmed == 0), patience);
        _journal.Note(confirmed ? "all updates are confirmed" : "not all updates are confirmed");
        if (!await Wait.TryUntilAsync(async () => world.Telegram.Unconfirmed == 0 && await reader.OpenAsync() == 0, patience))
            _seen.Add(new Violation(Violation.NotDrained, $"{await reader.OpenAsync()} runs and replies are open, {world.Telegram.Unconfirmed} updates are not confirmed"));
    }

    private async Task<Evidence> GatherAsync(Stage stage, VersionWatch versions, IReadOnlySet<Guid> redriven)
    {
        var (world, load) = (stage.World, stage.Load);
        var reader = new EvidenceReader(world);
        _seen.AddRange(world.Hosts.Problems.Select(what => new Violation(Violation.Process, what)));
        _seen.AddRange(load.Courier.Refusals.Select(what => new Violation(Violation.Refused, what)));
        _seen.AddRange(versions.Violations);
        _seen.AddRange(await reader.WatchedAsync());
        return new Evidence
        {
            Offered = load.Offered,
            Acknowledged = await load.Log.ReadBackAsync(),
            Expectations = world.Expectations,
            Messages = await reader.MessagesAsync(),
            Runs = await reader.RunsAsync(),
            Replies = await reader.RepliesAsync(),
            Arrivals = reader.Arrivals(),
            Redriven = redriven,
            Faults = _journal.Faults,
            TakeOvers = stage.TakeOvers,
            TakeOverLimit = settings.TakeOverLimit,
            Seen = _seen,
        };
    }
}
