using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Lets the next re-attachment bring other keys. Guard: it is not retired.</summary>
public sealed record EdgeIdentityPermit(string NodeId) : CommitRow;
