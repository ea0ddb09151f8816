using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Has a receiver look again now. No guard.</summary>
public sealed record ReceiverNudge(string Id) : CommitRow;
