using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Notes when edges were last heard of. No guard.</summary>
/// <param name="NodeIds">Edges.</param>
/// <param name="Ago">How long ago, each.</param>
public sealed record EdgesSeen(ImmutableArray<string> NodeIds, ImmutableArray<TimeSpan> Ago) : CommitRow;
