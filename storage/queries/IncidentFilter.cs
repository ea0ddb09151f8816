namespace Vespid.Storage.Queries;

/// <summary>Which incidents a list shows.</summary>
/// <param name="State">Which.</param>
/// <param name="NodeId">Only of this edge.</param>
public sealed record IncidentFilter(IncidentState State, string? NodeId = null);

/// <summary>Incidents by how they stand.</summary>
public enum IncidentState
{
    /// <summary>Those that go on.</summary>
    Firing,

    /// <summary>Those that a circuit breaker keeps from being told one by one.</summary>
    Parked,

    /// <summary>Those that are over, too.</summary>
    All,
}
