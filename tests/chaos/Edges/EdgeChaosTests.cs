using Vespid.Tests.Chaos.Tests;
using Xunit.Abstractions;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>Edges on real processes, in short. Three minutes with five kills by hand: <c>dotnet run --project tests/chaos -c Release -- --edges --seconds 180</c>.</summary>
public sealed class EdgeChaosTests(ITestOutputHelper output)
{
    [Fact]
    public Task Each_transition_is_told_once_though_the_writer_is_killed() => RunAsync(new EdgeRunSettings(Seed: 3, Seconds: 15, IsCascade: false, Silos: 0, LogFolder.Of("edges")));

    [Fact]
    public Task Two_hundred_edges_that_fall_are_told_in_one_summary() => RunAsync(new EdgeRunSettings(Seed: 3, Seconds: 12, IsCascade: true, Silos: 0, LogFolder.Of("edge-cascade")));

    private async Task RunAsync(EdgeRunSettings settings)
    {
        var report = await new EdgeRun(settings).RunAsync();

        var lines = string.Join('\n', report.Lines());
        output.WriteLine(lines);
        Assert.True(report.Violations.Count == 0, lines);
        Assert.Equal(settings.Kills, report.TakeOvers.Count);
        Assert.True(report.Transitions > settings.Edges, $"{report.Transitions} transitions prove little.\n{lines}");
    }
}
