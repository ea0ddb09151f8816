using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What happens to edges and their upstreams, and when.</summary>
internal sealed class Fate(IReadOnlyList<EdgeAgent> agents, WorldTime time, Dice dice, EdgeBooks books, Tally tally)
{
    private bool _isOver;

    public void Plan(EdgeSettings settings)
    {
        Plan(settings.Outages, "outage", Outage);
        Plan(settings.Falls, "edge falls", Fall);
        Plan(settings.Flapping, "upstream flaps", Flap);
        Plan(settings.Absences, "edge away", Away);
        Plan(settings.BadMetrics, "metrics fail", BadMetrics);
        Plan(settings.RegionFalls, "region falls", () => RegionFalls(dice.Of<string>(EdgeSettings.Regions), TimeSpan.FromSeconds(10)));
    }

    /// <summary>From here on all is well.</summary>
    public void PutInOrder()
    {
        _isOver = true;
        foreach (var agent in agents)
        {
            Set(agent.Site, true);
            agent.Site.IsCutOff = false;
            agent.Site.HasMetrics = true;
            agent.Site.Unlisted.Clear();
            if (!agent.Site.IsUp)
                agent.Boot();
        }
    }

    public void RegionFalls(string region, TimeSpan within)
    {
        var lasts = dice.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(20));
        foreach (var agent in agents.Where(agent => agent.Site.Region == region))
        {
            After(dice.Between(TimeSpan.Zero, within), () => Set(agent.Site, false));
            After(lasts + dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)), () => Set(agent.Site, true));
        }
    }

    private void Plan(int times, string what, Action happen)
    {
        for (var i = 0; i < times; i++)
        {
            // The first report of each is in by then.
            After(dice.Between(TimeSpan.FromMinutes(2), EdgeSettings.Lasts), () =>
            {
                tally.Fault(what);
                happen();
            });
        }
    }

    private void Outage()
    {
        var (site, upstream) = Any();
        Flip(site, upstream, false);
        After(dice.PerMille(200) ? dice.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30)) : dice.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(12)), () => Flip(site, upstream, true));
    }

    private void Fall()
    {
        var site = dice.Of<EdgeAgent>(agents).Site;
        Set(site, false);
        After(dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(15)), () => Set(site, true));
    }

    private void Flap()
    {
        var (site, upstream) = Any();
        var longest = dice.Between(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(120));
        Again(6 + dice.Below(14));

        void Again(int left)
        {
            Flip(site, upstream, !site.IsHealthy(upstream));
            if (left > 0)
                After(dice.Between(TimeSpan.FromSeconds(10), longest), () => Again(left - 1));
            else
                Flip(site, upstream, true);
        }
    }

    private void Away()
    {
        var agent = dice.Of<EdgeAgent>(agents);
        var lasts = dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(15));
        books.Blinded(agent.Site);
        if (dice.PerMille(400))
        {
            agent.Site.IsCutOff = true;
            After(lasts, () => agent.Site.IsCutOff = false);
            return;
        }

        agent.Stop();
        After(lasts, () =>
        {
            if (!agent.Site.IsUp)
                agent.Boot();
        });
    }

    private void BadMetrics()
    {
        var (site, upstream) = Any();
        var lasts = dice.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(8));
        books.Blinded(site);
        if (dice.PerMille(600))
        {
            site.HasMetrics = false;
            After(lasts, () => site.HasMetrics = true);
        }
        else
        {
            site.Unlisted.Add(upstream);
            After(lasts, () => site.Unlisted.Remove(upstream));
        }
    }

    private (EdgeSite Site, string Upstream) Any()
    {
        var site = dice.Of<EdgeAgent>(agents).Site;
        return (site, dice.Of<string>(site.Names));
    }

    private void Set(EdgeSite site, bool healthy)
    {
        foreach (var upstream in site.Names)
            Flip(site, upstream, healthy);
    }

    private void Flip(EdgeSite site, string upstream, bool healthy) => site.Flip(upstream, healthy, time.Now);

    private void After(TimeSpan wait, Action happen) => time.After(wait, "", _ =>
    {
        if (!_isOver)
            happen();
    });
}
