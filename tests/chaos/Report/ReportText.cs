using System.Globalization;

namespace Vespid.Tests.Chaos.Report;

/// <summary>Reports as a table for people.</summary>
internal static class ReportText
{
    private const int MostShown = 10;

    public const string Head = "      seed  offered   acked  stored   runs  turns replies copies marked  dead  kills p50/max s  pauses max s  drain s  stall s  verdict";

    public static string Line(RunReport run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Seed,10} {run.Offered,8} {run.Acknowledged,7} {run.Stored,7} {run.Runs,6} {run.Turns,6} {run.Replies,7} {run.Copies,6} {run.Marked,6} {run.Redriven,5} {Times(run.AfterKill),16} {run.AfterPause.DefaultIfEmpty().Max(),13:F2} {run.DrainSeconds,8:F1} {run.StallSeconds,8:F1}  {(run.Violations.Count == 0 ? "kept" : $"{run.Violations.Count} broken")}");

    /// <summary>What was broken, the first of each kind, and how to see it again.</summary>
    public static IEnumerable<string> Violations(RunReport run)
    {
        foreach (var kind in run.Violations.GroupBy(violation => violation.Kind))
        {
            yield return $"  {kind.Key}: {kind.Count()}";
            foreach (var violation in kind.Take(MostShown))
                yield return $"    {violation.What}";
        }

        yield return $"  again: {run.Replay}";
    }

    public static IEnumerable<string> Totals(IReadOnlyList<RunReport> runs)
    {
        var kills = runs.SelectMany(run => run.AfterKill).ToList();
        var pauses = runs.SelectMany(run => run.AfterPause).ToList();
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{runs.Count} runs: {runs.Sum(run => run.Acknowledged)} acknowledged, {runs.Sum(run => run.Runs)} runs, {runs.Sum(run => run.Replies)} replies, {runs.Sum(run => run.Copies)} second copies, {runs.Count(run => run.Violations.Count > 0)} with broken promises");
        yield return $"first success after kill -9: {kills.Count} times, p50/max {Times(kills)} s; after SIGSTOP: {pauses.Count} times, p50/max {Times(pauses)} s";
        yield return $"faults: {string.Join(", ", runs.SelectMany(run => run.Faults).GroupBy(fault => fault.Key).OrderBy(kind => kind.Key).Select(kind => $"{kind.Key} {kind.Sum(fault => fault.Value)}"))}";
    }

    private static string Times(IReadOnlyList<double> seconds) =>
        seconds.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{seconds.Order().ElementAt((seconds.Count - 1) / 2):F2}/{seconds.Max():F2}");
}
