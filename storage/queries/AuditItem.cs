namespace Vespid.Storage.Queries;

/// <summary>An audit event. <paramref name="Change"/> is JSON text with <c>from</c> and <c>to</c>.</summary>
public sealed record AuditItem(
    Guid Id,
    Guid? OrganizationId,
    string ActorKind,
    string? ActorId,
    string Action,
    string TargetKind,
    string? TargetId,
    string? Change,
    string? RemoteAddress,
    DateTimeOffset CreatedAt);
