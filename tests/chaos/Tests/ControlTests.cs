using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.Report;

namespace Vespid.Tests.Chaos.Tests;

/// <summary>A host that breaks a promise is found out: otherwise a run that finds nothing would say nothing.</summary>
public sealed class ControlTests
{
    private const int Seed = 5;
    private const int Seconds = 8;
    private const double Rate = 60;

    public static TheoryData<string> Names => [.. Control.All.Select(control => control.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sabotaged_host_is_found_out(string name)
    {
        var control = Control.All.Single(one => one.Name == name);

        var report = await new ChaosRun(new RunSettings(Seed, Seconds, Rate, control, TakeOverLimit: null, Silos: 0, LogFolder.Of(name))).RunAsync();

        Assert.True(
            report.Violations.Any(violation => violation.Kind == control.Violation),
            $"No {control.Violation} was found in {report.Acknowledged} messages:\n{string.Join('\n', ReportText.Violations(report))}");
    }
}
