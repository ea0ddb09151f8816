namespace Vespid.Gateway.Health;

/// <summary>Looks after one dependency; the host registers one for each.</summary>
public interface IHealthProbe
{
    /// <summary>Name in the answer, for example <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Whether the process is not ready without it.</summary>
    bool Required { get; }

    /// <summary>Asks; canceled after two seconds, which counts as down. A fault counts as down too.</summary>
    ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken);
}
