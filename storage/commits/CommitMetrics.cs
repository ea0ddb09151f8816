using System.Diagnostics.Metrics;

namespace Vespid.Storage.Commits;

/// <summary>Instruments of the commit log, on the meter <c>Vespid.Storage</c>.</summary>
internal sealed class CommitMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _commits;

    public CommitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Vespid.Storage");
        _duration = meter.CreateHistogram<double>(
            "vespid.storage.commit.duration", "s", "From the call to the verdict.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5] });
        _batchSize = meter.CreateHistogram<int>("vespid.storage.commit.batch_size", "{commit}", "Commits in one statement.");
        _commits = meter.CreateCounter<long>("vespid.storage.commits", "{commit}", "Commits by verdict.");
        meter.CreateObservableGauge("vespid.storage.commit.queue_depth", () => Depth(), "{commit}", "Commits waiting or in flight.");
    }

    /// <summary>Reads the queue.</summary>
    public Func<int> Depth { private get; set; } = static () => 0;

    public void Batch(int size) => _batchSize.Record(size);

    public void Settled(string verdict, TimeSpan duration)
    {
        _commits.Add(1, new KeyValuePair<string, object?>("verdict", verdict));
        _duration.Record(duration.TotalSeconds);
    }
}
