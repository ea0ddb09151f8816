using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Gives an edge another service token. Guard: it is not retired.</summary>
/// <param name="NodeId">Edge.</param>
/// <param name="TokenHash">SHA-256 of the new token.</param>
/// <param name="Overlap">How long the old one still holds; zero ends it.</param>
public sealed record EdgeTokenRotate(string NodeId, byte[] TokenHash, TimeSpan Overlap) : CommitRow;
