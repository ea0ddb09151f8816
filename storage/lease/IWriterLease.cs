namespace Vespid.Storage.Lease;

/// <summary>
/// Whether this process may write. A lone writer is the only one that may. The silos of a cluster all may, each under an epoch of its own, and one of
/// them leads.
/// </summary>
public interface IWriterLease
{
    /// <summary>Whether this process held the lease at its last ping and its own monotonic deadline has not passed. Checked before each send.</summary>
    bool IsHeld { get; }

    /// <summary>
    /// Whether it is also the one process that does what only one may do: connections to platforms, looking for what is due, sweeping. A lone writer always is.
    /// </summary>
    bool IsLeader { get; }

    /// <summary>Epoch of the lease this process holds; 0 when it holds none. No two processes ever hold the same.</summary>
    long Epoch { get; }

    /// <summary>
    /// Another number whenever others may have written what this process believes to know: a lone writer's epoch; of silos also when one has joined or left.
    /// 0 while the lease is not held.
    /// </summary>
    long View { get; }

    /// <summary>Where those listen who hold the lease, to forward to; none while nobody does, or this process does.</summary>
    IReadOnlyList<ActiveAddress> Active { get; }

    /// <summary>Raised with true on becoming the writer, with false on losing it.</summary>
    event Action<bool>? Changed;
}

/// <summary>Where the active process listens.</summary>
/// <param name="Control">Base URL of the control API.</param>
/// <param name="Ingress">Base URL of the ingress.</param>
public sealed record ActiveAddress(string Control, string Ingress);
