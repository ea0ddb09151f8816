namespace Vespid.Tests.Simulation.Machine;

/// <summary>What has become of a process.</summary>
internal enum Life
{
    Running,

    /// <summary>Stopped by its operating system, and may go on later as if nothing had happened.</summary>
    Paused,

    /// <summary>Crashed: nothing of it happens any more.</summary>
    Ended,
}
