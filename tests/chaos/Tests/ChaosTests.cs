using Vespid.Tests.Chaos.Report;
using Xunit.Abstractions;

namespace Vespid.Tests.Chaos.Tests;

/// <summary>One run with the program as it is. Any other seed by hand: <c>dotnet run --project tests/chaos -c Release -- --seed S</c>.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Seed = 10;
    private const int Seconds = 60;
    private const double Rate = 60;

    /// <summary>The promise is 5 s on a machine of one's own; here another run goes on beside it.</summary>
    private static readonly TimeSpan TakeOverLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Every_promise_is_kept_under_a_minute_of_faults()
    {
        var report = await new ChaosRun(new RunSettings(Seed, Seconds, Rate, Control: null, TakeOverLimit, Silos: 0, LogFolder.Of("promises"))).RunAsync();

        string[] lines = [ReportText.Head, ReportText.Line(report), .. ReportText.Totals([report])];
        foreach (var line in lines)
            output.WriteLine(line);
        Assert.True(report.Violations.Count == 0, string.Join('\n', [.. ReportText.Violations(report), $"  logs: {LogFolder.Of("promises")}"]));
        Assert.NotEmpty(report.AfterKill);
        Assert.True(report.Acknowledged > Seconds, $"{report.Acknowledged} messages in {Seconds} s are no load.");
    }
}
