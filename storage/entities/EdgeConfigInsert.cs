using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds an epoch of an edge's configuration.</summary>
/// <param name="NodeId">Edge.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Document">Sealed JSON.</param>
/// <param name="Digest">Tells whether another document says anything else.</param>
/// <param name="Reason"><c>registration</c>, <c>catalog</c>, <c>reattach</c>, <c>rollback</c>.</param>
/// <param name="CreatedBy">Who.</param>
public sealed record EdgeConfigInsert(string NodeId, long Epoch, Guid OrganizationId, byte[] Document, byte[] Digest, string Reason, string? CreatedBy) : CommitRow;
