using System.Collections.Concurrent;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Running;

/// <summary>Runs seeds, several at a time, each on a thread of its own.</summary>
internal static class Runner
{
    public static RunResult RunOne(ulong seed, Defect? defect = null, TextWriter? live = null) => RunOne(seed, () => new World(seed, defect ?? Defect.None, live));

    public static RunResult RunOne(ulong seed, Func<Stage> set)
    {
        using var stage = set();
        var violations = stage.Violations;
        try
        {
            stage.Run();
        }
        catch (Exception fault)
        {
            violations = [.. violations, fault.ToString()];
        }

        return new RunResult(seed, stage.Trace.Hash, stage.Tally, violations, violations.Count > 0 ? [.. stage.Trace.Last()] : []);
    }

    /// <returns>The numbers of all runs, and the runs that failed.</returns>
    public static (Tally Tally, IReadOnlyList<RunResult> Failed) RunMany(ulong first, int count, Defect? defect = null, int mostFailures = 10) =>
        RunMany(first, count, seed => RunOne(seed, defect), mostFailures);

    public static (Tally Tally, IReadOnlyList<RunResult> Failed) RunMany(ulong first, int count, Func<ulong, RunResult> run, int mostFailures = 10)
    {
        var tally = new Tally();
        var failed = new ConcurrentBag<RunResult>();
        var gate = new Lock();
        var next = -1;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (failed.Count < mostFailures && Interlocked.Increment(ref next) is var index && index < count)
            {
                var result = run(first + (ulong)index);
                if (result.Violations.Count > 0)
                    failed.Add(result);
                lock (gate)
                {
                    tally.Add(result.Tally);
                    tally.Count("runs");
                }
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        return (tally, [.. failed.OrderBy(static result => result.Seed)]);
    }
}
