namespace Vespid.Embedded.Engine;

/// <summary>Which calls the engine takes.</summary>
internal enum SiloPhase
{
    /// <summary>None yet.</summary>
    Created,

    /// <summary>All.</summary>
    Running,

    /// <summary>Those of grains, which may need one another to finish.</summary>
    Draining,

    /// <summary>None any more.</summary>
    Stopped,
}
