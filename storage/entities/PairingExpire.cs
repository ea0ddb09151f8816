using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Marks pairing requests whose time is over as <c>expired</c>, the oldest first. Has no guard.</summary>
/// <param name="Max">Most requests at once.</param>
public sealed record PairingExpire(int Max) : CommitRow;
