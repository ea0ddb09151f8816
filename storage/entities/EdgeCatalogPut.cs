using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Puts the catalog. Guard: the one before it has <paramref name="Version"/> - 1.</summary>
public sealed record EdgeCatalogPut(long Version, byte[] Document, string? UpdatedBy) : CommitRow;
