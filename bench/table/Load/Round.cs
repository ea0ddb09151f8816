namespace Vespid.Bench.Table.Load;

/// <summary>One loaded stretch of time against one system.</summary>
internal sealed record Round
{
    public required double Seconds { get; init; }

    /// <summary>Of the good answers, microseconds.</summary>
    public required List<int> Latencies { get; init; }

    public required int Errors { get; init; }

    public required string? FirstError { get; init; }

    /// <summary>Processor seconds of the server's process.</summary>
    public required double ServerSeconds { get; init; }

    /// <summary>Processor seconds of its database.</summary>
    public required double DatabaseSeconds { get; init; }

    /// <summary>Processor seconds of the client, which is the process that prints the table.</summary>
    public required double ClientSeconds { get; init; }

    /// <summary>Bytes that the server allocated.</summary>
    public required double Allocated { get; init; }

    /// <summary>From the end of the load to the end of the work that it left; zero when it left none.</summary>
    public required double SecondsAfter { get; init; }

    public double PerSecond => Latencies.Count / Seconds;
}
