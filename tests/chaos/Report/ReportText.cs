using System.Globalization;
using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Report;

/// <summary>Reports as a table for people.</summary>
internal static class ReportText
{
    private const int MostShown = 10;
    private const int FewShown = 5;

    public const string Head = "      seed  offered   acked  stored   runs  turns replies copies marked  dead  kills p50/max s  pauses max s  drain s  stall s  verdict";

    public static string Line(RunReport run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Seed,10} {run.Offered,8} {run.Acknowledged,7} {run.Stored,7} {run.Runs,6} {run.Turns,6} {run.Replies,7} {run.Copies,6} {run.Marked,6} {run.Redriven,5} {Times(run.AfterKill),16} {run.AfterPause.DefaultIfEmpty().Max(),13:F2} {run.DrainSeconds,8:F1} {run.StallSeconds,8:F1}  {Verdict(run.Violations)}");

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

    public static string Verdict(IReadOnlyList<Violation> violations) => violations.Count == 0 ? "kept" : $"{violations.Count} broken";

    /// <summary>What was broken, some of each kind, and how to see it again; nothing when all was kept.</summary>
    public static IEnumerable<string> Broken(IReadOnlyList<Violation> violations, string replay, string folder)
    {
        foreach (var kind in violations.GroupBy(static violation => violation.Kind))
        {
            foreach (var violation in kind.Take(FewShown))
                yield return $"  {kind.Key} ({kind.Count()}): {violation.What}";
        }

        if (violations.Count > 0)
            yield return $"  again: {replay}; logs: {folder}";
    }

    /// <summary>The median and the longest.</summary>
    public static string Seconds(IReadOnlyList<TimeSpan> times) => Times([.. times.Select(static time => time.TotalSeconds)], "F1");

    private static string Times(IReadOnlyList<double> seconds, string format = "F2") => seconds.Count == 0
        ? "-"
        : $"{seconds.Order().ElementAt((seconds.Count - 1) / 2).ToString(format, CultureInfo.InvariantCulture)}/{seconds.Max().ToString(format, CultureInfo.InvariantCulture)}";
}
