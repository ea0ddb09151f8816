using System.Globalization;
using System.Text.RegularExpressions;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;
using Xunit.Abstractions;

namespace Vespid.Tests.Integration;

/// <summary>One organisation sends far more than is served; the others do not notice, and nothing piles up.</summary>
[Collection(AloneCollection.Name)]
[Trait("load", "alone")]
public sealed partial class FloodTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Queue = 128;
    private const int Connections = 256;
    private const int FloodPerSecond = 1500;
    private const int OthersPerSecond = 40;
    private const int Rounds = 5;

    /// <summary>Of the p99 that the other organisation has alone; below <see cref="Unnoticed"/> it may be any multiple.</summary>
    private const double MostMultiple = 5;

    private const long MostGrowth = 256L * 1024 * 1024;
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);
    private readonly TemporaryFolder _data = new();
    private HostProcess _host = null!;
    private ApiClient _flooding = null!;
    private ApiClient _other = null!;

    public async Task InitializeAsync()
    {
        _host = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["STORAGE_COMMIT_QUEUE"] = Queue.ToString(CultureInfo.InvariantCulture),
                ["CHANNEL_INGRESS_RATE_PER_SEC"] = "300",
                ["AUTH_SIGNUP_PER_MIN"] = "1000",
            },
            "--no-demo");
        _flooding = await _host.NewOrganizationAsync("flooding", "none");
        _other = await _host.NewOrganizationAsync("other", "none");
        foreach (var key in (string[])["flood-0", "flood-1", "flood-2"])
            await _flooding.AddPublicAccountAsync("telegram", key);
        await _other.AddPublicAccountAsync("telegram", "other");
    }

    public async Task DisposeAsync()
    {
        _flooding.Dispose();
        _other.Dispose();
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Another_organisation_keeps_its_latency_and_the_queue_its_bound()
    {
        using (var warm = Other())
            await warm.RunAsync(TimeSpan.FromSeconds(2));
        var kept = false;
        for (var round = 0; round < Rounds && !kept; round++)
        {
            using var alone = Other();
            await alone.RunAsync(Length);
            using var flood = new PacedLoad(_host.Ingress, ["/ingress/channels/telegram/flood-0", "/ingress/channels/telegram/flood-1", "/ingress/channels/telegram/flood-2"], FloodPerSecond, Connections);
            using var other = Other();
            var before = ResidentBytes();
            var flooding = flood.RunAsync(Length);
            var measured = other.RunAsync(Length);
            var deepest = await DeepestAsync(Task.WhenAll(flooding, measured));
            var growth = ResidentBytes() - before;

            var refused = alone.Answers.Concat(other.Answers).Count(answer => answer.Status != 202);
            var (a, b) = (alone.Percentile(0.99), other.Percentile(0.99));
            var words = string.Join(", ", flood.Answers.GroupBy(answer => answer.Status).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}"));
            output.WriteLine($"p99 alone {a.TotalMilliseconds:F1} ms, under the flood {b.TotalMilliseconds:F1} ms, {refused} refused; flood {words}; queue at most {deepest} of {Queue}; memory {growth / 1048576.0:F0} MiB");
            Assert.All(flood.Answers, answer => Assert.True(answer.Status == 202 || (answer.Status is 429 or 503 && answer.HasRetryAfter), $"The flood was answered {answer.Status}."));
            Assert.Contains(flood.Answers, answer => answer.Status is 429 or 503);
            Assert.InRange(deepest, 0, Queue);
            Assert.InRange(growth, long.MinValue, MostGrowth);
            kept = refused == 0 && (b < Unnoticed || b < a * MostMultiple);
        }

        // A machine that stands still sends what was due at once, which is more than anybody's share: that may disturb a round, not all of them.
        Assert.True(kept, $"In none of {Rounds} rounds was the other organisation served as if it were alone.");
        Assert.Equal("accepted", await _flooding.ReasonOfAsync("telegram", "flood-0", Messages.Direct("after", "after", "after")));
    }

    private PacedLoad Other() => new(_host.Ingress, ["/ingress/channels/telegram/other"], OthersPerSecond, Connections);

    private async Task<double> DeepestAsync(Task meanwhile)
    {
        var deepest = 0.0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!meanwhile.IsCompleted)
        {
            var depth = Depth().Match(await _host.GetTextAsync(new Uri(_host.Metrics, "/metrics")));
            Assert.True(depth.Success, "There is no metric of the commit queue's depth.");
            deepest = Math.Max(deepest, double.Parse(depth.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            await timer.WaitForNextTickAsync();
        }

        await meanwhile;
        return deepest;
    }

    private long ResidentBytes() =>
        long.Parse(Resident().Match(File.ReadAllText($"/proc/{_host.ProcessId}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture) * 1024;

    [GeneratedRegex(@"^vespid_storage_commit_queue_depth(?:\{[^}]*\})? ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Depth();

    [GeneratedRegex(@"^VmRSS:\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex Resident();
}
