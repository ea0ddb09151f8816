using System.Globalization;
using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Report;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>What a run of edges did and found.</summary>
internal sealed record EdgeRunReport
{
    public required EdgeRunSettings Settings { get; init; }

    public required int Reports { get; init; }

    public required int Transitions { get; init; }

    /// <summary>Events by what became of them.</summary>
    public required IReadOnlyDictionary<string, int> Accounted { get; init; }

    public required int Messages { get; init; }

    public required int Copies { get; init; }

    public required int Marked { get; init; }

    /// <summary>From the sample to the first arrival of what was told alone.</summary>
    public required IReadOnlyList<TimeSpan> Alone { get; init; }

    public required IReadOnlyList<TimeSpan> TakeOvers { get; init; }

    public required TimeSpan Drain { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public static EdgeRunReport Of(EdgeRunSettings settings, EdgeEvidence evidence, IReadOnlyList<Violation> violations, IReadOnlyList<TimeSpan> takeOvers, TimeSpan drain)
    {
        var texts = evidence.Messages.ToDictionary(static message => message.Id);
        var arrivals = evidence.Arrivals.ToLookup(static arrival => arrival.Text, static arrival => arrival.At);
        var events = evidence.Events.ToDictionary(static one => one.Id);
        return new()
        {
            Settings = settings,
            Reports = evidence.Reports.Count,
            Transitions = EdgeChecker.Caused(evidence.Reports).Count,
            Accounted = evidence.Accounts.CountBy(static account => account.How).OrderBy(static how => how.Key).ToDictionary(),
            Messages = evidence.Messages.Count,
            Copies = evidence.Arrivals.Count - evidence.Messages.Count,
            Marked = evidence.Messages.Count(static message => message.PossibleDuplicate),
            // One with the same words may have come before.
            Alone = [.. evidence.Accounts.Where(static account => account.How is "alone" or "grouped" && account.EntryId is not null)
                .Select(account => arrivals[texts[account.EntryId!.Value].Text].Where(at => at >= texts[account.EntryId!.Value].CreatedAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() - events[account.EventId].ObservedAt)
                .Where(static took => took < TimeSpan.FromDays(1)).Order()],
            TakeOvers = takeOvers,
            Drain = drain,
            Violations = violations,
        };
    }

    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {Settings.Seed}: {Settings.Edges} edges, {Settings.Seconds} s, {TakeOvers.Count} kills (reports taken again after {ReportText.Seconds(TakeOvers)} s p50/max); {Reports} reports on the disk, {Transitions} transitions caused");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  accounted: {string.Join(", ", Accounted.Select(static how => $"{how.Key} {how.Value}"))}; alone after {ReportText.Seconds(Alone)} s p50/max; {Messages} messages, {Copies} second copies, {Marked} marked; drained in {Drain.TotalSeconds:F1} s; {ReportText.Verdict(Violations)}");
        foreach (var line in ReportText.Broken(Violations, Settings.Replay, Settings.Folder))
            yield return line;
    }
}
