namespace Vespid.Tests.Simulation.Memory;

/// <summary>What goes wrong with a write.</summary>
internal enum CommitTrouble
{
    None,

    /// <summary>The database cannot at the moment; nothing is written.</summary>
    Away,

    /// <summary>The connection dies before the write arrives, and nobody knows that.</summary>
    LostBefore,

    /// <summary>The connection dies after the write, and nobody knows that.</summary>
    LostAfter,

    /// <summary>It takes long; perhaps so long that the caller is told that nobody knows, and it is written after that.</summary>
    Slow,
}
