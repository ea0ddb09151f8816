using System.Globalization;
using Vespid.Tests.Simulation.ChatOps;
using Vespid.Tests.Simulation.Edges;

namespace Vespid.Tests.Simulation.Running;

/// <summary>
/// The simulation as a command: <c>--seeds N --first-seed S</c>, or <c>--replay S</c>; with <c>--edges</c> that of partner edges, with <c>--chatops</c> that of rooms,
/// two hours unless <c>--minutes M</c> says otherwise.
/// </summary>
internal static class SimulationCommand
{
    public static int Run(string[] args, TextWriter output)
    {
        var minutes = (int)(Option(args, "--minutes") ?? ChatSettings.FullMinutes);
        Func<ulong, TextWriter?, RunResult> run = args.Contains("--edges") ? static (seed, live) => EdgeRunner.RunOne(seed, live: live)
            : args.Contains("--chatops") ? (seed, live) => ChatRunner.RunOne(seed, minutes, live: live)
            : static (seed, live) => Runner.RunOne(seed, live: live);
        if (Option(args, "--replay") is { } replay)
            return Replay(run(replay, output), output);
        var (first, count) = (Option(args, "--first-seed") ?? 1, (int)(Option(args, "--seeds") ?? (args.Contains("--chatops") ? 5u : args.Contains("--edges") ? 20u : 5000)));
        var started = TimeProvider.System.GetTimestamp();
        var (tally, failed) = Runner.RunMany(first, count, seed => run(seed, null));
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
