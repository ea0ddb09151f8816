namespace Vespid.Storage.Lease;

/// <summary>Which process may write. With the cluster engine every silo may, and the version checks are the guard.</summary>
public interface IWriterLease
{
    /// <summary>Whether this process held the lease at its last ping and its own monotonic deadline has not passed. Checked before each send.</summary>
    bool IsHeld { get; }

    /// <summary>Epoch of the lease this process holds; 0 when it holds none.</summary>
    long Epoch { get; }

    /// <summary>Address of the active process's control port and ingress port, to forward to; null while there is none or it is this one.</summary>
    ActiveAddress? Active { get; }

    /// <summary>Raised with true on becoming the writer, with false on losing it.</summary>
    event Action<bool>? Changed;
}

/// <summary>Where the active process listens.</summary>
/// <param name="Control">Base URL of the control API.</param>
/// <param name="Ingress">Base URL of the ingress.</param>
public sealed record ActiveAddress(string Control, string Ingress);
