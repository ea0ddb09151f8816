using System.Globalization;

namespace Vespid.Tests.Simulation.Running;

/// <summary>The simulation as a command: <c>--seeds N --first-seed S</c>, or <c>--replay S</c>.</summary>
internal static class SimulationCommand
{
    public static int Run(string[] args, TextWriter output)
    {
        if (Option(args, "--replay") is { } replay)
            return Replay(replay, output);
        var (first, count) = (Option(args, "--first-seed") ?? 1, (int)(Option(args, "--seeds") ?? 5000));
        var started = TimeProvider.System.GetTimestamp();
        var (tally, failed) = Runner.RunMany(first, count);
        output.WriteLine(Report.Of(first, tally, failed, TimeProvider.System.GetElapsedTime(started)));
        return failed.Count == 0 ? 0 : 1;
    }

    private static int Replay(ulong seed, TextWriter output)
    {
        var result = Runner.RunOne(seed, live: output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, trace {result.Hash:x16}, {result.Violations.Count} violations"));
        foreach (var violation in result.Violations)
            output.WriteLine(violation);
        return result.Violations.Count == 0 ? 0 : 1;
    }

    private static ulong? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? ulong.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
}
