using System.Globalization;
using System.Text;

namespace Vespid.Tests.Simulation.Running;

/// <summary>What a series of runs did, for people.</summary>
internal static class Report
{
    public static string Of(ulong first, Tally tally, IReadOnlyList<RunResult> failed, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        var runs = tally.Counts.GetValueOrDefault("runs");
        foreach (var result in failed.Take(3))
            text.AppendLine(result.ToString()).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Seeds {first} to {first + (ulong)Math.Max(0, runs - 1)}: {runs} runs in {elapsed.TotalSeconds:0.0} s, {failed.Count} with violations");
        Line("  counted", tally.Counts);
        Line("  faults", tally.Faults);
        foreach (var kind in failed.GroupBy(static result => Shape(result.Violations[0])).OrderByDescending(static kind => kind.Count()))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Count()} times: {kind.Key} (seed {kind.First().Seed})");
        return text.ToString().TrimEnd();

        void Line(string what, IReadOnlyDictionary<string, long> numbers) =>
            text.Append(what).Append(": ").AppendLine(string.Join(", ", numbers.Where(static pair => pair.Key != "runs").Select(static pair => $"{pair.Key} {pair.Value}")));
    }

    /// <summary>A violation without its numbers.</summary>
    private static string Shape(string violation) => string.Concat(violation.Take(160).Select(static c => char.IsAsciiDigit(c) ? '#' : c));
}
