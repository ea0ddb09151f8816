namespace Vespid.Gateway.Health;

/// <summary>The metrics of the process in Prometheus' text format; the host supplies it.</summary>
public interface IMetricsText
{
    /// <summary>Collects now.</summary>
    ValueTask<string> CollectAsync(CancellationToken cancellationToken);
}
