using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Somebody looks after an incident; a second one changes nothing. Guard: the incident exists in the organisation (0 sees all).</summary>
public sealed record AckInsert(Guid IncidentId, Guid OrganizationId, string Author, string? Note) : CommitRow;
