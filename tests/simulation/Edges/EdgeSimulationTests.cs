using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;
using Xunit.Abstractions;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>Two hundred edges for an hour: each transition is accounted for exactly once, whatever goes wrong. More seeds by the command.</summary>
public sealed class EdgeSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 5;

    [Fact]
    public void Each_transition_is_accounted_for_once_and_what_is_told_alone_is_told_within_90_seconds()
    {
        var started = TimeProvider.System.GetTimestamp();

        var (tally, failed) = Runner.RunMany(1, Seeds, static seed => EdgeRunner.RunOne(seed));

        var report = Report.Of(1, tally, failed, TimeProvider.System.GetElapsedTime(started));
        output.WriteLine(report);
        Assert.True(failed.Count == 0, report);
        Assert.Equal(Seeds, tally.Counts["runs"]);
        // A run in which little happens proves little.
        Assert.True(tally.Counts["transitions"] > 300 * Seeds, report);
        foreach (var how in new[] { "alone", "grouped", "merged", "flapping", "parked", "cascade", "inhibited", "silenced" })
            Assert.True(tally.Counts.GetValueOrDefault("accounted " + how) > 0, $"Nothing was {how}. {report}");
        foreach (var fault in new[] { "crash", "crash after EdgeEventRow", "crash after AlertAccounting", "crash after OutboxChange", "report lost", "answer lost", "report repeated", "report delayed", "pause" })
            Assert.True(tally.Faults.GetValueOrDefault(fault) > 0, $"There was no '{fault}'. {report}");
        foreach (var fault in new[] { "webhook TooMany", "webhook Broken", "webhook Hang", "webhook TakenAndDropped" })
            Assert.True(tally.Faults.GetValueOrDefault(fault) > 0, $"There was no '{fault}'. {report}");
        Assert.Contains(tally.Faults, static fault => fault.Key.StartsWith("telegram ", StringComparison.Ordinal) && fault.Value > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again() => Assert.Equal(EdgeRunner.RunOne(1).Hash, EdgeRunner.RunOne(1).Hash);

    [Theory]
    [InlineData(nameof(KeepsOneTimestampPerHost), "by a message that is not there")]
    [InlineData(nameof(TellsEventsLater), "without the state that it follows from")]
    [InlineData(nameof(AccountsBeforeItTells), "in another commit than the message that names it")]
    public void A_defect_is_found(string name, string violation)
    {
        var type = typeof(EdgeRunner).Assembly.GetType($"{typeof(EdgeRunner).Namespace}.{name}", throwOnError: true)!;

        var result = EdgeRunner.RunOne(1, (Defect)Activator.CreateInstance(type)!);

        Assert.Contains(result.Violations, found => found.Contains(violation, StringComparison.Ordinal));
    }
}
