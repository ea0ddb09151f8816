using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Holds an edge, or lets it go. Guard: it is not retired.</summary>
public sealed record EdgeHold(string NodeId, bool Held, string? Reason) : CommitRow;
