using System.Text;
using Vespid.GrainInterfaces.Edges;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>
/// The agent of an edge, as the script behaves: it looks every 15 s, reports a change at once and otherwise once a minute, keeps what it could
/// not deliver, and sends that later, the newest first, five at a time, until there is a change; a change that it could not deliver again at each look.
/// </summary>
internal sealed class EdgeAgent(EdgeSite site, WorldTime time, Roads roads, EdgeBooks books, Tally tally, Func<SimulatedHost?> active)
{
    private const int MostKept = 500;
    private const int CatchUp = 5;
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Ticks = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly List<SentReport> _kept = [];
    private string _told = "";
    private TimeSpan _next;
    private bool _busy;
    private bool _isUntold;
    private int _boot;
    private int _order;
    private long _seq;

    public EdgeSite Site => site;

    // A failed scrape is no change.
    private bool HasChanged => site.HasMetrics && Text() != _told;

    /// <summary>The host starts, perhaps not for the first time; what was kept is on its disk.</summary>
    public void Boot()
    {
        _boot++;
        _seq = 0;
        _busy = false;
        site.IsUp = true;
        Report("start");
        LookLater(_boot);
    }

    public void Stop() => site.IsUp = false;

    private void LookLater(int boot) => time.After(Looks, "", _ =>
    {
        if (boot != _boot || !site.IsUp)
            return;
        LookLater(boot);
        if (_busy)
            return;
        if (HasChanged)
            Report("change");
        else if (time.Now >= _next)
            Report("tick");
        else if (_isUntold && _kept.Count > 0)
            Deliver(_kept[^1], isNew: false);
    });

    private void Report(string reason)
    {
        _isUntold |= HasChanged;
        var text = Text();
        if (site.HasMetrics)
            _told = text;
        var sentAt = time.Wall;
        var report = new SentReport(site, ++_order, time.Now, site.HasMetrics ? Sample() : new Dictionary<string, bool>(), new EdgeReport
        {
            Seq = ++_seq,
            BootId = $"{site.NodeId}-{_boot}",
            SentAt = sentAt,
            Reason = reason,
            IntervalSeconds = 60,
            AgentVersion = "1.0.0",
            ServiceActive = true,
            Upstreams = site.HasMetrics ? new MetricsSample(true, 200, sentAt, text) : new MetricsSample(false, 404, sentAt, ""),
            Channels = "xray=active\nawg=active\nhysteria2=active\nnaive=skipped\n",
        });
        books.Sent(report);
        _kept.Add(report);
        if (_kept.Count > MostKept)
            _kept.RemoveAt(0);
        Deliver(report, isNew: true);
    }

    private void Deliver(SentReport report, bool isNew)
    {
        _busy = true;
        var boot = _boot;
        Send(report, taken => Ended(boot, report, isNew, taken));
    }

    private void Ended(int boot, SentReport report, bool isNew, bool taken)
    {
        if (taken)
            _kept.Remove(report);
        if (boot != _boot)
            return;
        if (isNew)
            _next = time.Now + Ticks;
        _isUntold &= !taken;
        if (taken)
            CatchUpOn(boot, CatchUp);
        else
            _busy = false;
    }

    private void CatchUpOn(int boot, int left)
    {
        if (left == 0 || _kept.Count == 0)
        {
            _busy = false;
            return;
        }

        time.After(Pause, "", _ =>
        {
            if (boot != _boot || _kept.Count == 0 || !site.IsUp || HasChanged)
            {
                _busy &= boot != _boot;
                return;
            }

            var old = _kept[^1];
            Send(old, taken =>
            {
                if (taken)
                    _kept.Remove(old);
                if (boot == _boot)
                    CatchUpOn(boot, taken ? left - 1 : 0);
            });
        });
    }

    /// <param name="report">What.</param>
    /// <param name="done">Told once: whether it was taken, as far as the agent knows.</param>
    private void Send(SentReport report, Action<bool> done)
    {
        var isDone = false;
        time.After(Patience, "", _ => Done(false));
        if (roads.Loses(site, "report lost"))
        {
            books.Disturbed(report);
            return;
        }

        var delay = roads.Delay();
        if (delay > TimeSpan.FromSeconds(2))
            books.Disturbed(report);
        time.After(delay, "report arrives", _ => Arrive(report, taken =>
        {
            if (roads.Loses(site, "answer lost"))
                books.Disturbed(report);
            else
                Done(taken);
        }));
        if (roads.Doubles())
            time.After(roads.Straying(), "report arrives again", _ => Arrive(report, static _ => { }));

        void Done(bool taken)
        {
            if (isDone)
                return;
            isDone = true;
            done(taken);
        }
    }

    private void Arrive(SentReport report, Action<bool> answered)
    {
        tally.Count("reports");
        if (active() is not { } host)
        {
            books.Disturbed(report);
            answered(false);
            return;
        }

        host.Process.Start("", () => _ = PostAsync(host, report, answered));
    }

    private async Task PostAsync(SimulatedHost host, SentReport report, Action<bool> answered)
    {
        try
        {
            var answer = await host.Grains.GetGrain<IEdgeGrain>(site.NodeId).Report(site.TokenHash, report.Report);
            if (answer.Value is { } taken)
                books.Answered(report, taken);
            else
                books.Refused(report, answer.Refusal!.Code);
            answered(answer.Value is not null);
        }
        catch (Exception fault)
        {
            books.Disturbed(report);
            books.Failed("report", fault);
            answered(false);
        }
    }

    private Dictionary<string, bool> Sample() => site.Names.Where(name => !site.Unlisted.Contains(name)).ToDictionary(static name => name, site.IsHealthy);

    private string Text()
    {
        var text = new StringBuilder("# TYPE caddy_reverse_proxy_upstreams_healthy gauge\n");
        foreach (var (name, healthy) in Sample().Append(KeyValuePair.Create(EdgeSite.Unprovisioned, false)))
            text.Append("caddy_reverse_proxy_upstreams_healthy{upstream=\"").Append(name).Append("\"} ").Append(healthy ? '1' : '0').Append('\n');
        return text.ToString();
    }
}
