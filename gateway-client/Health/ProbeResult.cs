namespace Vespid.Gateway.Health;

/// <summary>What a probe found.</summary>
/// <param name="State">How it is.</param>
/// <param name="Detail">A word for operators, without secrets or addresses.</param>
public readonly record struct ProbeResult(HealthState State, string? Detail = null)
{
    public static ProbeResult Ready { get; } = new(HealthState.Ready);

    public static ProbeResult Disabled { get; } = new(HealthState.Disabled);
}
