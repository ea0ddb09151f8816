using System.Globalization;
using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Report;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>What a run of rooms did and found.</summary>
internal sealed record ChatRunReport
{
    public required ChatRunSettings Settings { get; init; }

    public required int Said { get; init; }

    public required int Edited { get; init; }

    public required int Deleted { get; init; }

    public required int Copies { get; init; }

    public required int Marked { get; init; }

    /// <summary>Beyond the recorded ones.</summary>
    public required int Second { get; init; }

    /// <summary>Twice in doubt: left to a person.</summary>
    public required int Left { get; init; }

    /// <summary>Connections to the gateway.</summary>
    public required int Connections { get; init; }

    /// <summary>From a kill to the first copy of something said after it.</summary>
    public required IReadOnlyList<TimeSpan> TakeOvers { get; init; }

    public required TimeSpan Drain { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public static ChatRunReport Of(
        ChatRunSettings settings, ChatEvidence evidence, IReadOnlyList<Violation> violations, IReadOnlyList<TimeSpan> takeOvers, TimeSpan drain, int connections)
    {
        var rows = evidence.Copies.SelectMany(static copies => copies).ToList();
        var recorded = rows.Select(static row => (row.Place, row.ExternalId)).ToHashSet();
        return new()
        {
            Settings = settings,
            Said = evidence.Said.Count,
            Edited = evidence.Said.Sum(static said => said.Version),
            Deleted = evidence.Said.Count(static said => said.IsDeleted),
            Copies = evidence.Arrivals.Count,
            Marked = rows.Count(static row => row.PossibleDuplicate),
            Second = evidence.Arrivals.Count(arrival => !recorded.Contains((arrival.Place, arrival.Id))),
            Left = rows.Count(static row => row.IsLeft),
            Connections = connections,
            TakeOvers = takeOvers,
            Drain = drain,
            Violations = violations,
        };
    }

    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {Settings.Seed}: {Settings.Seconds} s, {TakeOvers.Count} kills (relayed again after {ReportText.Seconds(TakeOvers)} s p50/max); {Said} messages, {Edited} edits, {Deleted} deletions, {Connections} gateway connections");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  {Copies} copies, {Second} second ones, {Marked} marked, {Left} left to a person; drained in {Drain.TotalSeconds:F1} s; {ReportText.Verdict(Violations)}");
        foreach (var line in ReportText.Broken(Violations, Settings.Replay, Settings.Folder))
            yield return line;
    }
}
