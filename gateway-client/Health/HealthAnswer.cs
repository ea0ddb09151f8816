namespace Vespid.Gateway.Health;

/// <summary>How the process is.</summary>
/// <param name="Ok">Everything required works.</param>
/// <param name="Status"><c>ready</c>, <c>degraded</c>, <c>down</c> or <c>stopping</c>.</param>
/// <param name="Active">Whether this process is the writer; a standby is ready all the same.</param>
/// <param name="Lease">More about that.</param>
/// <param name="Dependencies">By name.</param>
internal sealed record HealthAnswer(bool Ok, string Status, bool Active, LeaseAnswer Lease, IReadOnlyDictionary<string, DependencyAnswer> Dependencies);
