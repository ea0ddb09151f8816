namespace Vespid.Bench.Table.Load;

/// <summary>All rounds of one case, in the order in which they ran.</summary>
internal sealed class Rounds
{
    private readonly List<Round> _rounds = [];
    private int[]? _sorted;

    public int Messages => _rounds.Sum(round => round.Latencies.Count);

    public int Errors => _rounds.Sum(round => round.Errors);

    public string? FirstError => _rounds.Select(round => round.FirstError).FirstOrDefault(error => error is not null);

    /// <summary>Median of the rounds.</summary>
    public double PerSecond => Median(_rounds.Select(round => round.PerSecond));

    /// <summary>Processor microseconds a message.</summary>
    public double ServerCost => Cost(round => round.ServerSeconds);

    public double DatabaseCost => Cost(round => round.DatabaseSeconds);

    public double ClientCost => Cost(round => round.ClientSeconds);

    /// <summary>Bytes a message.</summary>
    public double Allocated => _rounds.Sum(round => round.Allocated) / Math.Max(1, Messages);

    /// <summary>Messages a second over the load and the work that it left.</summary>
    public double PerSecondToTheEnd => Messages / _rounds.Sum(round => round.Seconds + round.SecondsAfter);

    /// <summary>From the end of the load to the last work, longest of the rounds.</summary>
    public double SecondsAfter => _rounds.Max(round => round.SecondsAfter);

    public void AddAll(Rounds others)
    {
        foreach (var round in others._rounds)
            Add(round);
    }

    public void Add(Round round)
    {
        _rounds.Add(round);
        _sorted = null;
    }

    /// <summary>Milliseconds.</summary>
    public double Latency(double part) => Percentile(_sorted ??= [.. _rounds.SelectMany(round => round.Latencies).Order()], part);

    /// <summary>Median of the ratios of rounds that ran one after the other: what slows the machine down for a while slows both.</summary>
    public double RatioTo(Rounds other) => Median(_rounds.Zip(other._rounds, (own, others) => own.PerSecond / others.PerSecond));

    public static double Percentile(int[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)] / 1000.0;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private double Cost(Func<Round, double> seconds) => _rounds.Sum(seconds) * 1e6 / Math.Max(1, Messages);
}
