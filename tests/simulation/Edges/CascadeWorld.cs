using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>All edges fall within ten seconds and come back some minutes later.</summary>
internal sealed class CascadeWorld(ulong seed, bool withCrash, TextWriter? live = null) : EdgeWorld(seed, Defect.None, live)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>When the first edge falls.</summary>
    public static readonly TimeSpan FallsAt = TimeSpan.FromMinutes(5);

    /// <summary>When the first one is back.</summary>
    public TimeSpan BackAt { get; private set; }

    public EdgeBooks Record => Books;

    public CascadeKind Kind { get; } = (CascadeKind)(seed % 3);

    protected override void Plan(EdgeSettings settings)
    {
        BackAt = FallsAt + Dice.Between(TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(25));
        foreach (var agent in Agents)
        {
            var falls = Dice.Between(TimeSpan.Zero, Within);
            Time.After(FallsAt + falls, "", _ => Fall(agent));
            Time.After(BackAt + Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(45)), "", _ => Rise(agent));
        }

        if (withCrash)
            Time.After(FallsAt + Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)), "", _ => CrashWithin(200));
    }

    private void Fall(EdgeAgent agent)
    {
        Books.Blinded(agent.Site);
        switch (Kind)
        {
            case CascadeKind.Silence:
                agent.Stop();
                break;
            case CascadeKind.Ragged:
                foreach (var upstream in agent.Site.Names)
                    Time.After(Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)), "", _ => agent.Site.Flip(upstream, false, Time.Now));
                break;
            default:
                foreach (var upstream in agent.Site.Names)
                    agent.Site.Flip(upstream, false, Time.Now);
                break;
        }
    }

    private void Rise(EdgeAgent agent)
    {
        foreach (var upstream in agent.Site.Names)
            agent.Site.Flip(upstream, true, Time.Now);
        if (!agent.Site.IsUp)
            agent.Boot();
    }
}

/// <summary>How edges fall.</summary>
internal enum CascadeKind
{
    /// <summary>All upstreams of an edge at once.</summary>
    Upstreams,

    /// <summary>Nobody hears of them any more.</summary>
    Silence,

    /// <summary>The upstreams of an edge one after the other, within two seconds.</summary>
    Ragged,
}
