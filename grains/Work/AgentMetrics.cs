using System.Diagnostics.Metrics;

namespace Vespid.Grains.Work;

/// <summary>Figures of calls to agents. Labels are words of bounded lists.</summary>
internal sealed class AgentMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Agents");
    private readonly Counter<long> _requests;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _roundTrip;

    public AgentMetrics()
    {
        _requests = _meter.CreateCounter<long>("a2a_request_total", description: "Calls to agents, retries among them");
        _failures = _meter.CreateCounter<long>("a2a_failure_total", description: "Calls to agents that failed, by class and reason");
        _roundTrip = _meter.CreateHistogram<double>(
            "latency_round_trip_ms", "ms", "From accepting a message to queueing its answer",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. Steps(250, 2_000, 250), .. Steps(2_500, 10_000, 500), 12_000, 20_000, 30_000] });
    }

    public void Asked(string agent) => _requests.Add(1, new KeyValuePair<string, object?>("agent", agent));

    public void Failed(AgentAnswer.Failed failed) => _failures.Add(
        1, new("classification", ClassOf(failed)), new KeyValuePair<string, object?>("reason", failed.Error.Split(':')[0]));

    public void Answered(TimeSpan roundTrip) => _roundTrip.Record(roundTrip.TotalMilliseconds);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<double> Steps(int first, int last, int step) => Enumerable.Range(0, ((last - first) / step) + 1).Select(i => (double)(first + (i * step)));

    /// <summary>What an operator has to set right here, what may mend itself, and what the agent will not take.</summary>
    internal static string ClassOf(AgentAnswer.Failed failed) => failed.Error switch
    {
        "AGENT_ENDPOINT_MISSING" or "AGENT_SECRET_UNREADABLE" or "AGENT_URL_REFUSED" => "config",
        _ when failed.Retryable => "transient",
        _ => "fatal",
    };
}
