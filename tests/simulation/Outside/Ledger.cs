using Vespid.Storage.Commits;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>What really happened, kept apart from the product, and what is promised of every run.</summary>
internal abstract class Ledger(WorldTime time, Trace trace, Tally tally)
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    public required Func<Store> StoreOf { get; init; }

    public List<string> Violations { get; } = [];

    protected WorldTime Time => time;

    protected Trace Trace => trace;

    protected Tally Tally => tally;

    protected Store Store => StoreOf();

    public void Violated(string what)
    {
        trace.Add(time.Now, 0, "VIOLATED", what);
        Violations.Add(what);
    }

    public void Wrote(long epoch)
    {
        tally.Count("writes");
        if (epoch != Store.Epoch)
            Violated($"A process of epoch {epoch} wrote while {Store.Epoch} was the writer's.");
    }

    public void Wrote(string key, long from, long to)
    {
        if (_versions.GetValueOrDefault(key) != from || to != from + 1)
            Violated($"State {key} went from version {_versions.GetValueOrDefault(key)} to {to}.");
        _versions[key] = to;
    }

    public void Failed(string what, Exception fault)
    {
        if (fault is CommitException or Npgsql.NpgsqlException or TimeoutException or OrleansException or Orleans.Storage.InconsistentStateException)
            tally.Count(what + " failed");
        else
            Violated($"A {what} ended in {fault}");
    }
}
