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
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>An hour of two hundred edges, and as long after it as it takes until all is told.</summary>
internal class EdgeWorld : TimedStage
{
    private static readonly Actor Somebody = Actor.System("simulation");

    private readonly Store _store;
    private readonly Roads _roads;
    private readonly Mailboxes _mailboxes;
    private Type? _crashAfter;

    public EdgeWorld(ulong seed, Defect defect, TextWriter? live = null)
        : base(seed, live)
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

    protected override Surroundings Surroundings { get; }

    protected override Ledger Ledger => Books;

    protected override TimeSpan Lasts => EdgeSettings.Lasts;

    protected override TimeSpan LongestDrain => TimeSpan.FromHours(6);

    protected override long MostSteps => 8_000_000;

    protected EdgeBooks Books { get; }

    protected Fate Fate { get; }

    protected IReadOnlyList<EdgeAgent> Agents { get; }

    protected override void Plan()
    {
        foreach (var agent in Agents)
            Time.After(Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)), "", _ => agent.Boot());
        Plan(EdgeSettings.Draw(Dice.Fork()));
    }

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
        Anytime(settings.DatabaseStorms, () =>
        {
            Books.Disturbances.Begin(Disturbances.Database);
            DatabaseStorm(EndDatabaseStorm);
        });
        Anytime(settings.RoadStorms, RoadStorm);
        Anytime(settings.MailStorms, MailStorm);
        Anytime(settings.Silences, Silence);
    }

    protected override void Started(SimulatedHost host) => Books.Disturbances.End(Disturbances.NoHost);

    protected override void CrashWriter()
    {
        if (Active is null)
            return;
        Books.Disturbances.Begin(Disturbances.NoHost);
        base.CrashWriter();
    }

    protected override bool IsAtRest() => Books.AllAccounted && IsIdle && !Books.Untrue().Any();

    protected override void Close() => Books.Close();

    protected override void Calm()
    {
        base.Calm();
        _crashAfter = null;
        _roads.Clear();
        (_mailboxes.WebhookTroubles, _mailboxes.TelegramTroubles) = (0, 0);
        EndDatabaseStorm();
        Fate.PutInOrder();
        foreach (var edge in _store.Edges.Values.Where(static edge => edge.Row.Held))
            edge.Row = edge.Row with { Held = false };
    }

    protected static string RegionOf(int number) => EdgeSettings.Regions[number % EdgeSettings.Regions.Length];

    private static void KeepWriting(SimulatedHost host)
    {
        host.Every<LaneWaker>(TimeSpan.FromSeconds(1));
        host.Every<AlertWaker>(TimeSpan.FromSeconds(1));
        host.Every<EdgeWatch>(TimeSpan.FromSeconds(5));
        host.Every<EdgeSightings>(TimeSpan.FromSeconds(10));
        host.Every<EdgeBreakers>(TimeSpan.FromSeconds(5));
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

    private void EndDatabaseStorm() => Books.Disturbances.End(Disturbances.Database, TimeSpan.FromSeconds(10));

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

    private void AddReceiver(ReceiverRecord row) => _store.AlertReceivers.Add(row.Id, new StoredReceiver(row));
}
