using Vespid.Silo.Deployment;

namespace Vespid.Tests.Unit.Deployment;

public sealed class SoakRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(29 * 60 + 50, false)]
    [InlineData(30 * 60, true)]
    public void Half_an_hour_is_enough_and_less_is_not(int seconds, bool open) => Assert.Equal(open, Gate(Steady(seconds), "soak").Ok);

    [Fact]
    public void A_steady_half_hour_opens_all_gates() => Assert.All(SoakRules.Judge(Steady(1800)), gate => Assert.True(gate.Ok, $"{gate.Name}: {gate.Value}"));

    [Theory]
    [InlineData("restart")]
    [InlineData("not ready")]
    [InlineData("gap")]
    [InlineData("clock")]
    public void A_break_begins_the_soak_anew(string kind)
    {
        var samples = Steady(3000);
        var at = 120;
        samples[at] = kind switch
        {
            "restart" => samples[at] with { UptimeSeconds = 3 },
            "not ready" => samples[at] with { Ready = false },
            "clock" => samples[at] with { At = samples[at].At.AddHours(-1) },
            _ => samples[at],
        };
        if (kind == "restart")
            samples = [.. samples.Select((sample, i) => i > at ? sample with { UptimeSeconds = 3 + (i - at) * 10 } : sample)];
        if (kind == "gap")
            samples = [.. samples.Take(at), .. samples.Skip(at + 7)];

        // It broke at 20 minutes of 50: what is left is just short of half an hour, or just that.
        Assert.Equal(kind is "restart", Gate(samples, "soak").Ok);
        Assert.True(Gate([.. Steady(1200), .. Steady(1810).Select(sample => sample with { At = sample.At.AddHours(1) })], "soak").Ok);
    }

    // 100 round trips, all within one bucket: the 95th percentile lies at 95 per cent of its width.
    [Theory]
    [InlineData("10000", "12000", 100, true)]
    [InlineData("12000", "12500", 5, true)]
    [InlineData("12000", "12500", 6, false)]
    [InlineData("12000", "+Inf", 100, false)]
    public void The_95th_percentile_of_round_trips_stays_below_twelve_seconds(string below, string bound, int slow, bool open)
    {
        var samples = Steady(1800);
        samples[0] = samples[0] with { RoundTrips = new Dictionary<string, double>() };
        samples[^1] = samples[^1] with
        {
            RoundTrips = new Dictionary<string, double> { ["250"] = 100 - slow, [below] = 100 - slow, [bound] = 100, ["+Inf"] = 100 },
        };
        var gate = Gate(samples, "soak_round_trip_p95");
        Assert.True(open == gate.Ok, gate.Value);
    }

    [Fact]
    public void Exactly_twelve_seconds_is_too_much()
    {
        var none = new Dictionary<string, double>();
        Assert.Equal((20, 12_000), SoakRules.RoundTrips(none, new Dictionary<string, double> { ["10000"] = 0, ["12000"] = 19, ["20000"] = 20, ["+Inf"] = 20 }));
        var samples = Steady(1800);
        samples[0] = samples[0] with { RoundTrips = none };
        samples[^1] = samples[^1] with { RoundTrips = new Dictionary<string, double> { ["10000"] = 0, ["12000"] = 19, ["20000"] = 20, ["+Inf"] = 20 } };
        Assert.False(Gate(samples, "soak_round_trip_p95").Ok);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Twenty_round_trips_are_needed_to_tell(int trips, bool open)
    {
        var samples = Steady(1800);
        samples[^1] = samples[^1] with { RoundTrips = new Dictionary<string, double> { ["250"] = 1000 + trips, ["+Inf"] = 1000 + trips } };
        Assert.Equal(open, Gate(samples, "soak_traffic").Ok);
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5, false)]
    public void Fewer_than_five_wait_on_average(double depth, bool open) =>
        Assert.Equal(open, Gate([.. Steady(1800).Select(sample => sample with { QueueDepth = depth })], "soak_queue_depth").Ok);

    [Fact]
    public void Without_a_sample_nothing_is_open() => Assert.All(SoakRules.Judge([]), gate => Assert.False(gate.Ok, gate.Name));

    [Fact]
    public void Figures_are_read_from_what_a_scrape_shows()
    {
        var figures = Figures.Read("""
            # HELP router_uptime_seconds How long
            # TYPE router_uptime_seconds gauge
            router_uptime_seconds 812.5
            vespid_work_depth 3
            latency_round_trip_ms_bucket{env="a",le="250"} 2
            latency_round_trip_ms_bucket{env="b",le="250"} 3
            latency_round_trip_ms_bucket{env="b",le="+Inf"} 7
            latency_round_trip_ms_sum 900
            something_else{le="1"} 9
            """);
        Assert.Equal((812.5, 3), (figures.Uptime, figures.QueueDepth));
        Assert.Equal(new Dictionary<string, double> { ["250"] = 5, ["+Inf"] = 7 }, figures.RoundTrips);
        Assert.Equal(4, Figures.Read("queue_depth{chat_hash=\"a\"} 1\nqueue_depth{chat_hash=\"b\"} 3\nvespid_work_depth 9\n").QueueDepth);
    }

    private static GateResult Gate(IReadOnlyList<SoakSample> samples, string name) => SoakRules.Judge(samples).Single(gate => gate.Name == name);

    /// <summary>A sample every ten seconds of a process that is well.</summary>
    private static List<SoakSample> Steady(int seconds) =>
    [
        .. Enumerable.Range(0, seconds / 10 + 1).Select(i => new SoakSample(
            Start.AddSeconds(i * 10), Ready: true, 100 + i * 10, QueueDepth: 1, new Dictionary<string, double> { ["250"] = 1000 + i, ["+Inf"] = 1000 + i })),
    ];
}
