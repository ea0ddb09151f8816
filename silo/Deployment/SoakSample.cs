namespace Vespid.Silo.Deployment;

/// <summary>One look at a process during the soak.</summary>
/// <param name="At">When.</param>
/// <param name="Ready">Whether the health route answered 200.</param>
/// <param name="UptimeSeconds">How long the process ran; less than before means that it was restarted.</param>
/// <param name="QueueDepth">What waited.</param>
/// <param name="RoundTrips">Cumulative counts of <c>latency_round_trip_ms</c> by upper bound; positive infinity is -1.</param>
internal sealed record SoakSample(DateTimeOffset At, bool Ready, double UptimeSeconds, double QueueDepth, IReadOnlyDictionary<string, double> RoundTrips);
