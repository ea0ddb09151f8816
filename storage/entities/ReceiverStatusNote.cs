using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Notes how sending goes. No guard.</summary>
public sealed record ReceiverStatusNote(string Id, string Status, string? LastError) : CommitRow;
