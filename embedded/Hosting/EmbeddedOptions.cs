using System.Reflection;

namespace Vespid.Embedded;

/// <summary>Settings of the embedded engine.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>Where grain classes are looked for.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>
    /// Whether the engine starts with the host. Off where something must come first, such as a lease: call <see cref="EmbeddedSilo.StartAsync"/> then.
    /// It stops with the host in any case. Default on.
    /// </summary>
    public bool StartWithHost { get; set; } = true;

    /// <summary>How long a caller waits for an answer unless the method says otherwise. Default 30 s; above 0, at most 1 day.</summary>
    public TimeSpan ResponseTimeout { get; set; } = EmbeddedDefaults.ResponseTimeout;

    /// <summary>How often overdue calls are looked for, so how late a time-out may be. Default 250 ms; 1 ms to 1 min.</summary>
    public TimeSpan ResponseTimeoutPrecision { get; set; } = EmbeddedDefaults.ResponseTimeoutPrecision;

    /// <summary>How long an activation may be idle before it is collected. Default 15 min; above <see cref="CollectionQuantum"/>.</summary>
    public TimeSpan CollectionAge { get; set; } = EmbeddedDefaults.CollectionAge;

    /// <summary>How often idle activations are looked for. Default 1 min; 1 s to 1 day.</summary>
    public TimeSpan CollectionQuantum { get; set; } = EmbeddedDefaults.CollectionQuantum;

    /// <summary>How long OnActivateAsync and the reading of state may take before their token is cancelled. Default 30 s; above 0, at most 1 day.</summary>
    public TimeSpan ActivationTimeout { get; set; } = EmbeddedDefaults.ActivationTimeout;

    /// <summary>How long OnDeactivateAsync may take before its token is cancelled. Default 30 s; above 0, at most 1 day.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = EmbeddedDefaults.DeactivationTimeout;

    /// <summary>How long stopping waits for activations to end. Default 30 s; above 0, at most 1 day.</summary>
    public TimeSpan StopTimeout { get; set; } = EmbeddedDefaults.StopTimeout;

    /// <summary>The shortest period a reminder may have. Default and least 1 min.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = EmbeddedDefaults.MinimumReminderPeriod;

    /// <summary>How often the reminder table is read again, for rows that somebody else wrote. Default 5 min; 1 s to 1 day.</summary>
    public TimeSpan ReminderRefreshPeriod { get; set; } = EmbeddedDefaults.ReminderRefreshPeriod;

    /// <summary>How many activations a stateless worker has at most, where its class does not say. Default one a processor; at least 1.</summary>
    public int LocalWorkers { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether every argument and result goes through a serializer, which refuses types that are not marked <see cref="GenerateSerializerAttribute"/>.
    /// For tests: it finds contracts that would not travel between processes. Default off.
    /// </summary>
    public bool StrictSerialization { get; set; }
}
