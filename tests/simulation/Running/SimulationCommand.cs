using System.Globalization;
using Vespid.Tests.Simulation.Edges;

namespace Vespid.Tests.Simulation.Running;

/// <summary>The simulation as a command: <c>--seeds N --first-seed S</c>, or <c>--replay S</c>; with <c>--edges</c> that of partner edges.</summary>
internal static class SimulationCommand
{
    public static int Run(string[] args, TextWriter output)
    {
        var edges = args.Contains("--edges");
        if (Option(args, "--replay") is { } replay)
            return Replay(edges ? EdgeRunner.RunOne(replay, live: output) : Runner.RunOne(replay, live: output), output);
        var (first, count) = (Option(args, "--first-seed") ?? 1, (int)(Option(args, "--seeds") ?? (edges ? 20u : 5000)));
        var started = TimeProvider.System.GetTimestamp();
        var (tally, failed) = edges ? Runner.RunMany(first, count, seed => EdgeRunner.RunOne(seed)) : Runner.RunMany(first, count);
        output.WriteLine(Report.Of(first, tally, failed, TimeProvider.System.GetElapsedTime(started)));
        return failed.Count == 0 ? 0 : 1;
    }

    private static int Replay(RunResult result, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {result.Seed}, trace {result.Hash:x16}, {result.Violations.Count} violations"));
        foreach (var violation in result.Violations)
            output.WriteLine(violation);
        return result.Violations.Count == 0 ? 0 : 1;
    }

    private static ulong? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? ulong.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
}
