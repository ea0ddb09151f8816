namespace Vespid.Gateway.Health;

/// <summary>The writer's lease as this process sees it.</summary>
/// <param name="Active">Whether it holds the lease.</param>
/// <param name="Leader">Whether it is the one that does what only one may do; a lone writer is, of several silos one.</param>
/// <param name="Epoch">Epoch of the lease it holds; 0 when it holds none.</param>
internal sealed record LeaseAnswer(bool Active, bool Leader, long Epoch);
