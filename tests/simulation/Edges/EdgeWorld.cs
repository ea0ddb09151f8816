using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains;
using Vespid.Grains.Alerts;
using Vespid.Grains.Delivery;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>An hour of two hundred edges, and as long after it as it takes until all is told.</summary>
internal class EdgeWorld : Stage
{
    private const long MostSteps = 8_000_000;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(6);
    private static readonly Actor Somebody = Actor.System("simulation");

    private readonly Store _store;
    private readonly Roads _roads;
    private readonly Mailboxes _mailboxes;
    private TimeSpan? _drainingSince;
    private int? _stepsUntilCrash;
    private Type? _crashAfter;

    public EdgeWorld(ulong seed, Defect defect, TextWriter? live = null)
        : base(new Dice(seed), live)
    {
        var sites = Enumerable.Range(1, EdgeSettings.Edges).Select(number => new EdgeSite(number, RegionOf(number), number % 3 == 0 ? "edge-b" : "edge-a")).ToList();
        Books = new EdgeBooks(Time, Trace, Tally, sites) { StoreOf = () => _store! };
        _store = new Store(Time, Books) { FenceIsOpen = defect.FenceIsOpen };
        _roads = new Roads(Dice.Fork(), Tally);
        _mailboxes = new Mailboxes(Schedule, Time, Dice.Fork(), Books, Tally, Trace);
        Agents = [.. sites.Select(site => new EdgeAgent(site, Time, _roads, Books, Tally, () => Active))];
        Fate = new Fate(Agents, Time, Dice.Fork(), Books, Tally);
        Surroundings = new Surroundings
        {
            Schedule = Schedule, Time = Time, Wire = new Wire(Schedule), Dice = Dice.Fork(), Chance = Dice.Fork(), Store = _store, Watch = Books, Weather = Weather,
            Flags = new SimulatedFlags(), Network = _mailboxes.For, Defect = defect, Keeps = KeepWriting, Configure = static _ => { },
            Compose = static services => services.AddVespidEdges(static options =>
            {
                options.Webhook = new Uri("https://default.hooks.example/webhook");
                options.TelegramChat = Mailboxes.Chat;
                options.TelegramToken = "4711:simulated";
            }),
        };
        Books.Committed += CrashAfter;
        foreach (var site in sites)
            _store.Edges.Add(site.NodeId, new StoredEdge(site.Record()));
        AddReceiver(new ReceiverRecord(ReceiverRecord.Default, Guid.Empty, null, null, null, null, null, true, "ready", null));
        AddReceiver(new ReceiverRecord("site-b", EdgeSite.Organization, "edge-b", "https://site-b.hooks.example/webhook", null, null, null, true, "ready", null));
    }

    public override IReadOnlyList<string> Violations => Books.Violations;

    protected override Surroundings Surroundings { get; }

    protected EdgeBooks Books { get; }

    protected Fate Fate { get; }

    protected IReadOnlyList<EdgeAgent> Agents { get; }

    public override void Run()
    {
        StartHost();
        foreach (var agent in Agents)
            Time.After(Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)), "", _ => agent.Boot());
        Plan(EdgeSettings.Draw(Dice.Fork()));
        Time.After(EdgeSettings.Lasts, "", _ => BeginDrain());
        while (Books.Violations.Count == 0 && Step())
        {
            if (Trace.Steps + Trace.Silent > MostSteps)
                Books.Violated("The run takes too many steps.");
        }

        if (Books.Violations.Count == 0)
            Books.Close();
        Tally.Count("steps", Trace.Steps + Trace.Silent);
        Tally.Count("hosts", Hosts.Count);
        Tally.Count("simulated minutes", (long)Time.Now.TotalMinutes);
    }

    protected override void Started(SimulatedHost host) => Books.Disturbances.End(Disturbances.NoHost);

    /// <summary>What goes wrong, and when.</summary>
    protected virtual void Plan(EdgeSettings settings)
    {
        Fate.Plan(settings);
        Anytime(settings.Crashes, PlanCrash);
        Anytime(settings.Pauses, () =>
        {
            Books.Disturbances.Begin(Disturbances.NoHost);
            Pause();
        });
        Anytime(settings.DatabaseStorms, DatabaseStorm);
        Anytime(settings.RoadStorms, RoadStorm);
        Anytime(settings.MailStorms, MailStorm);
        Anytime(settings.Silences, Silence);
    }

    /// <summary>Some steps from now.</summary>
    protected void CrashWithin(int steps) => _stepsUntilCrash = 1 + Dice.Below(steps);

    protected static string RegionOf(int number) => EdgeSettings.Regions[number % EdgeSettings.Regions.Length];

    private static void KeepWriting(SimulatedHost host)
    {
        host.Every<LaneWaker>(TimeSpan.FromSeconds(1));
        host.Every<AlertWaker>(TimeSpan.FromSeconds(1));
        host.Every<EdgeWatch>(TimeSpan.FromSeconds(5));
        host.Every<EdgeSightings>(TimeSpan.FromSeconds(10));
        host.Every<EdgeBreakers>(TimeSpan.FromSeconds(5));
    }

    /// <returns>Whether there is more to come.</returns>
    private bool Step()
    {
        if (!Schedule.IsEmpty)
        {
            if (_stepsUntilCrash is { } left && (_stepsUntilCrash = left - 1) == 0)
                CrashNow();
            else
                RunOne();
            return true;
        }

        if (_drainingSince is { } since && (IsAtRest() || Time.Now - since > LongestDrain))
            return false;
        if (Time.NextDue is { } due)
            Time.AdvanceTo(due);
        return true;
    }

    private bool IsAtRest() => Books.AllAccounted && !IsStarting && Active is not null && _store.OpenLanes.Values.All(static lane => lane.Count == 0) && !Books.Untrue().Any();

    private void Anytime(int times, Action happen)
    {
        for (var i = 0; i < times; i++)
        {
            Time.After(Dice.Between(TimeSpan.FromMinutes(1), EdgeSettings.Lasts), "", _ =>
            {
                if (_drainingSince is null)
                    happen();
            });
        }
    }

    /// <summary>At some step, or right after a commit of some kind, before anybody has heard of it.</summary>
    private void PlanCrash()
    {
        if (Dice.PerMille(500))
            CrashWithin(400);
        else
            _crashAfter = Dice.Of<Type>(typeof(Vespid.Storage.Rows.EdgeEventRow), typeof(Vespid.Storage.Entities.AlertAccounting), typeof(Vespid.Storage.Rows.OutboxChange));
    }

    private void CrashAfter(Vespid.Storage.Commits.Commit commit)
    {
        if (_crashAfter is not { } kind || !commit.Rows.Any(row => row.GetType() == kind))
            return;
        Tally.Fault("crash after " + kind.Name);
        _crashAfter = null;
        CrashNow();
    }

    private void CrashNow()
    {
        _stepsUntilCrash = null;
        if (Active is null)
            return;
        Books.Disturbances.Begin(Disturbances.NoHost);
        Crash(Dice.PerMille(800) ? Dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20)) : Dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5)));
    }

    private void DatabaseStorm()
    {
        Weather.Writes = Dice.Of(50, 300);
        Weather.Reads = Dice.Of(0, 50, 200);
        Weather.Signals = Dice.Of(0, 300, 1000);
        Books.Disturbances.Begin(Disturbances.Database);
        Time.After(Dice.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)), "", _ =>
        {
            Weather.Clear();
            Books.Disturbances.End(Disturbances.Database, TimeSpan.FromSeconds(10));
        });
    }

    private void RoadStorm()
    {
        _roads.Losses = Dice.Of(20, 100, 400);
        _roads.Repeats = Dice.Of(50, 300);
        _roads.LongestDelay = Dice.Of(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        Time.After(Dice.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(6)), "", _ => _roads.Clear());
    }

    private void MailStorm()
    {
        _mailboxes.WebhookTroubles = Dice.Of(200, 600, 1000);
        _mailboxes.TelegramTroubles = Dice.Of(0, 200, 600);
        Time.After(Dice.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(8)), "", _ => (_mailboxes.WebhookTroubles, _mailboxes.TelegramTroubles) = (0, 0));
    }

    private void Silence()
    {
        if (Active is not { } host)
            return;
        var site = Dice.Of<EdgeAgent>(Agents).Site;
        var ends = Time.Wall + Dice.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(20));
        var region = Dice.PerMille(300) ? site.Region : null;
        if (Dice.PerMille(400))
        {
            Tally.Fault("hold");
            Through(host, "hold", grains => grains.GetGrain<IEdgeGrain>(site.NodeId).Hold(true, "works", Somebody));
            Time.After(ends - Time.Wall, "", _ => Unhold(site));
        }
        else
        {
            Tally.Fault("silence");
            var silence = new NewSilence("silence", new SilenceMatch(NodeId: region is null ? site.NodeId : null, Region: region), "works", null, ends, "none");
            Through(host, "silence", grains => grains.GetGrain<IAlertDeskGrain>(0).Silence(Guid.Empty, silence, Somebody));
        }
    }

    private void Unhold(EdgeSite site)
    {
        if (Active is { } host)
            Through(host, "unhold", grains => grains.GetGrain<IEdgeGrain>(site.NodeId).Hold(false, null, Somebody));
    }

    private void Through(SimulatedHost host, string what, Func<IGrainFactory, Task> call)
    {
        Trace.Add(Time.Now, host.Process.Number, what);
        host.Process.Start("", () => _ = CallAsync());

        async Task CallAsync()
        {
            try
            {
                await call(host.Grains);
            }
            catch (Exception fault)
            {
                Books.Failed(what, fault);
            }
        }
    }

    /// <summary>From here on nothing goes wrong any more.</summary>
    private void BeginDrain()
    {
        Trace.Add(Time.Now, 0, "the weather clears for good");
        _drainingSince = Time.Now;
        (_stepsUntilCrash, _crashAfter) = (null, null);
        Weather.Clear();
        _roads.Clear();
        (_mailboxes.WebhookTroubles, _mailboxes.TelegramTroubles) = (0, 0);
        Books.Disturbances.End(Disturbances.Database, TimeSpan.FromSeconds(10));
        Fate.PutInOrder();
        foreach (var host in Hosts)
            Resume(host);
        foreach (var edge in _store.Edges.Values.Where(static edge => edge.Row.Held))
            edge.Row = edge.Row with { Held = false };
    }

    private void AddReceiver(ReceiverRecord row) => _store.AlertReceivers.Add(row.Id, new StoredReceiver(row));
}
