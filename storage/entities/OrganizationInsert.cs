using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A new organisation, with the defaults of its table.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Name">Shown to members.</param>
public sealed record OrganizationInsert(Guid Id, string Name) : CommitRow;
