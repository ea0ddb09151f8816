using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A new worker token of an organisation.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Whose work it may claim.</param>
/// <param name="Name">Shown in lists.</param>
/// <param name="TokenHash">Hash of the token.</param>
/// <param name="CreatedByUserId">Who made it.</param>
public sealed record WorkerTokenInsert(Guid Id, Guid OrganizationId, string Name, byte[] TokenHash, Guid? CreatedByUserId) : CommitRow;
