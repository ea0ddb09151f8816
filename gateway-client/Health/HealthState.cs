namespace Vespid.Gateway.Health;

/// <summary>How a dependency is.</summary>
public enum HealthState
{
    /// <summary>Works.</summary>
    Ready,

    /// <summary>Works, but somebody should look.</summary>
    Degraded,

    /// <summary>Does not work.</summary>
    Down,

    /// <summary>Not configured, and so not missed.</summary>
    Disabled,
}
