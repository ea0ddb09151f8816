using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Removes history. Guard: something was there.</summary>
/// <param name="OlderThan">Age of what goes.</param>
/// <param name="MostRows">Rows that one statement removes.</param>
public sealed record EdgeHistoryPurge(TimeSpan OlderThan, int MostRows) : CommitRow;
