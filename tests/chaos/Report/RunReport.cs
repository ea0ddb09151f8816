using System.Text.Json;
using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Report;

/// <summary>What a run did and found.</summary>
internal sealed record RunReport
{
    /// <summary>How it is written to a file.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private const string Turn = "turn";

    public required int Seed { get; init; }

    public required int Seconds { get; init; }

    public required string? Control { get; init; }

    /// <summary>The command that does it again.</summary>
    public required string Replay { get; init; }

    /// <summary>Messages that came.</summary>
    public required int Offered { get; init; }

    /// <summary>Requests that it took, repeats included.</summary>
    public required int Attempts { get; init; }

    public required int Acknowledged { get; init; }

    public required int Stored { get; init; }

    public required int Runs { get; init; }

    public required int Turns { get; init; }

    /// <summary>Replies that vendors took, each counted once.</summary>
    public required int Replies { get; init; }

    /// <summary>Copies beyond the first.</summary>
    public required int Copies { get; init; }

    /// <summary>Replies that are marked as possible duplicates.</summary>
    public required int Marked { get; init; }

    /// <summary>Dead letters, which were redriven at the end.</summary>
    public required int Redriven { get; init; }

    /// <summary>Faults played, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>Seconds to the first success after each kill -9 of the writer.</summary>
    public required IReadOnlyList<double> AfterKill { get; init; }

    /// <summary>The same after each stop of the writer.</summary>
    public required IReadOnlyList<double> AfterPause { get; init; }

    /// <summary>How often all versions were looked at.</summary>
    public required int VersionLooks { get; init; }

    /// <summary>From peace to the end of all work.</summary>
    public required double DrainSeconds { get; init; }

    /// <summary>Longest time that the machine stood still, or gave this process no turn.</summary>
    public required double StallSeconds { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public static RunReport Of(RunSettings settings, Evidence evidence, IReadOnlyList<Violation> violations, int attempts, int looks, TimeSpan drain, TimeSpan stall)
    {
        var replies = evidence.Arrivals.Select(arrival => arrival.Text).Distinct().Count();
        return new()
        {
            Seed = settings.Seed,
            Seconds = settings.Seconds,
            Control = settings.Control?.Name,
            Replay = settings.Replay,
            Offered = evidence.Offered.Count,
            Attempts = attempts,
            Acknowledged = evidence.Acknowledged.Count,
            Stored = evidence.Messages.Count,
            Runs = evidence.Runs.Count(run => run.Kind != Turn),
            Turns = evidence.Runs.Count(run => run.Kind == Turn),
            Replies = replies,
            Copies = evidence.Arrivals.Count - replies,
            Marked = evidence.Replies.Count(reply => reply.IsMarked),
            Redriven = evidence.Redriven.Count,
            Faults = evidence.Faults.CountBy(fault => fault.Kind).ToDictionary(),
            AfterKill = After(nameof(Nemesis.KillActive)),
            AfterPause = After(nameof(Nemesis.PauseActive)),
            VersionLooks = looks,
            DrainSeconds = Math.Round(drain.TotalSeconds, 1),
            StallSeconds = Math.Round(stall.TotalSeconds, 1),
            Violations = violations,
        };

        IReadOnlyList<double> After(string cause) =>
            [.. evidence.TakeOvers.Where(takeOver => takeOver.Cause == cause).Select(takeOver => Math.Round(takeOver.Took.TotalSeconds, 2))];
    }
}
