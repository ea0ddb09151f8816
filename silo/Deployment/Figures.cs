using System.Globalization;

namespace Vespid.Silo.Deployment;

/// <summary>The few figures of a scrape that the soak needs.</summary>
/// <param name="Uptime">Of <c>router_uptime_seconds</c>.</param>
/// <param name="QueueDepth">Of <c>queue_depth</c> or else <c>vespid_work_depth</c>, over all their labels.</param>
/// <param name="RoundTrips">Of <c>latency_round_trip_ms</c>, cumulative counts by bound, over all other labels.</param>
internal sealed record Figures(double Uptime, double QueueDepth, IReadOnlyDictionary<string, double> RoundTrips)
{
    private const string Bucket = "latency_round_trip_ms_bucket";

    /// <summary>Reads Prometheus' text format.</summary>
    public static Figures Read(string text)
    {
        var trips = new Dictionary<string, double>(StringComparer.Ordinal);
        var (uptime, depth, work) = (0d, (double?)null, 0d);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#' || line.LastIndexOf(' ') is not (> 0 and var space)
                || !double.TryParse(line.AsSpan(space + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                continue;
            }

            var end = line.IndexOf('{', StringComparison.Ordinal) is var brace and > 0 && brace < space ? brace : space;
            switch (line[..end])
            {
                case "router_uptime_seconds":
                    uptime = value;
                    break;
                case "queue_depth":
                    depth = (depth ?? 0) + value;
                    break;
                case "vespid_work_depth":
                    work += value;
                    break;
                case Bucket when LabelOf(line, "le") is { } bound:
                    trips[bound] = trips.GetValueOrDefault(bound) + value;
                    break;
            }
        }

        return new Figures(uptime, depth ?? work, trips);
    }

    private static string? LabelOf(string line, string name)
    {
        var start = line.IndexOf(name + "=\"", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += name.Length + 2;
        return line[start..line.IndexOf('"', start)];
    }
}
