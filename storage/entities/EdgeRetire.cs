using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Takes an edge out of service for good; its label becomes free. Guard: it is not retired.</summary>
public sealed record EdgeRetire(string NodeId) : CommitRow;
