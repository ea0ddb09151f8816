using System.Globalization;
using Xunit.Abstractions;

namespace Vespid.Tests.Simulation.Running;

/// <summary>What is promised holds in every run, and a run can be had again.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 5_000;

    [Fact]
    public void What_is_promised_holds_whatever_goes_wrong()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("VESPID_SIMULATION_SEEDS") ?? $"{Seeds}", CultureInfo.InvariantCulture);
        var started = TimeProvider.System.GetTimestamp();

        var (tally, failed) = Runner.RunMany(1, count);

        var report = Report.Of(1, tally, failed, TimeProvider.System.GetElapsedTime(started));
        output.WriteLine(report);
        Assert.True(failed.Count == 0, report);
        Assert.Equal(count, tally.Counts["runs"]);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again_and_another_seed_another()
    {
        var hashes = Enumerable.Range(1, 20).Select(static seed => Runner.RunOne((ulong)seed).Hash).ToList();

        Assert.Equal(hashes, Enumerable.Range(1, 20).Select(static seed => Runner.RunOne((ulong)seed).Hash));
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    [Fact]
    public void A_seed_gives_the_same_run_in_another_process()
    {
        using var child = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Environment.ProcessPath!, [typeof(SimulationTests).Assembly.Location, "--replay", "11"])
        {
            RedirectStandardOutput = true,
        })!;

        var last = child.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1].TrimEnd();
        child.WaitForExit();

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"Seed 11, trace {Runner.RunOne(11).Hash:x16}, 0 violations"), last);
    }

    [Fact]
    public void All_faults_happen()
    {
        var (tally, _) = Runner.RunMany(1, 300);

        foreach (var kind in new[]
        {
            "crash", "pause", "zombie", "lease regained", "commit away", "commit lost before", "commit lost after", "commit slow", "read", "signal lost", "delivered again", "clock jump",
            "account change", "account change by SQL", "trigger change", "flag", "pairing decision", "redrive", "cancel", "worker forgets",
            "receiver NoConnection", "receiver TooMany", "receiver Unavailable", "receiver Broken", "receiver Refused", "receiver Hang", "receiver TakenAndSilent",
            "receiver TakenAndDropped", "receiver Late",
        })
        {
            Assert.True(tally.Faults.GetValueOrDefault(kind) > 0, $"In 300 runs there was no '{kind}'.");
        }
    }
}
