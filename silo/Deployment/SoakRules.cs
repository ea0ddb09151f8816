using System.Globalization;

namespace Vespid.Silo.Deployment;

/// <summary>
/// The soak of seed 002: half an hour without a break, its 95th percentile of round trips below 12 s, fewer than five waiting on average, and enough
/// traffic to tell.
/// </summary>
internal static class SoakRules
{
    public const double MaxRoundTrip = 12_000;
    public const double MaxDepth = 5;
    public const int LeastRoundTrips = 20;

    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    /// <summary>A longer silence between two samples proves nothing of what was between them.</summary>
    public static readonly TimeSpan MostApart = TimeSpan.FromSeconds(60);

    /// <summary>Names the bound of everything.</summary>
    public const string Everything = "+Inf";

    public static IReadOnlyList<GateResult> Judge(IReadOnlyList<SoakSample> samples)
    {
        var window = Unbroken(samples);
        var length = window.Count == 0 ? TimeSpan.Zero : window[^1].At - window[0].At;
        var (count, p95) = window.Count == 0 ? (0, 0) : RoundTrips(window[0].RoundTrips, window[^1].RoundTrips);
        var depth = window.Count == 0 ? 0 : window.Average(sample => sample.QueueDepth);
        return
        [
            Gate("soak", length >= Length, $"{length:hh\\:mm\\:ss}", $">= {Length:hh\\:mm\\:ss}",
                "keep watching; a restart, a sample that was not ready or a minute without one begins it anew"),
            Gate("soak_traffic", count >= LeastRoundTrips, $"{count}", $">= {LeastRoundTrips}", "send more messages, synthetic ones with the stub transport if there are no others"),
            Gate("soak_round_trip_p95", count > 0 && p95 < MaxRoundTrip, $"{p95:F0} ms", $"< {MaxRoundTrip:F0} ms", "agents answer too slowly; see latency_round_trip_ms"),
            Gate("soak_queue_depth", window.Count > 0 && depth < MaxDepth, $"{depth:F1}", $"< {MaxDepth:F0}", "work waits; see vespid_work_depth and what workers do"),
        ];
    }

    /// <summary>The samples since the last break.</summary>
    public static IReadOnlyList<SoakSample> Unbroken(IReadOnlyList<SoakSample> samples)
    {
        var first = samples.Count;
        while (first > 0 && samples[first - 1].Ready && (first == samples.Count || Follows(samples[first - 1], samples[first])))
            first--;
        return [.. samples.Skip(first)];
    }

    /// <summary>Observations between two looks and their 95th percentile, by interpolation within a bucket.</summary>
    public static (int Count, double P95) RoundTrips(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after)
    {
        var buckets = after.Select(bucket => (Bound: Bound(bucket.Key), Count: bucket.Value - before.GetValueOrDefault(bucket.Key))).OrderBy(bucket => bucket.Bound).ToList();
        if (buckets.Count == 0 || buckets[^1].Count <= 0)
            return (0, 0);
        var rank = 0.95 * buckets[^1].Count;
        var (lower, below) = (0d, 0d);
        foreach (var (bound, count) in buckets)
        {
            if (count >= rank)
                return ((int)buckets[^1].Count, double.IsPositiveInfinity(bound) ? double.PositiveInfinity : lower + (bound - lower) * (rank - below) / Math.Max(count - below, double.Epsilon));
            (lower, below) = (bound, count);
        }

        return ((int)buckets[^1].Count, double.PositiveInfinity);
    }

    private static bool Follows(SoakSample one, SoakSample next) =>
        next.UptimeSeconds >= one.UptimeSeconds && next.At >= one.At && next.At - one.At <= MostApart;

    private static double Bound(string text) => text == Everything ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);

    private static GateResult Gate(string name, bool ok, FormattableString value, FormattableString limit, string why) =>
        new(name, ok, value.ToString(CultureInfo.InvariantCulture), limit.ToString(CultureInfo.InvariantCulture), ok ? "" : why);
}
