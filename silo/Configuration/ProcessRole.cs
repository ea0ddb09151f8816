namespace Vespid.Silo.Configuration;

/// <summary>What a process is for.</summary>
internal enum ProcessRole
{
    /// <summary>Everything in one process.</summary>
    All,

    /// <summary>The same, in a cluster where gateways stand in front.</summary>
    Silo,

    /// <summary>Forwards requests to the active silo and never becomes the writer; needs no key of the accounts' secrets.</summary>
    Gateway,
}
