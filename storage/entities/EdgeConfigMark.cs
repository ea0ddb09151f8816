using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Notes what became of an epoch. Guard: it exists.</summary>
/// <param name="NodeId">Edge.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Result">Null when it was issued.</param>
/// <param name="Error">Why not.</param>
public sealed record EdgeConfigMark(string NodeId, long Epoch, string? Result, string? Error) : CommitRow;
