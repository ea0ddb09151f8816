using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>audit_events</c>, in the commit of the change it records.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner; null for the deployment's own.</param>
/// <param name="ActorKind"><c>user</c>, <c>operator</c>, <c>worker</c>, <c>system</c>.</param>
/// <param name="ActorId">Who.</param>
/// <param name="Action">For example <c>pairing.approved</c>.</param>
/// <param name="TargetKind">For example <c>channel_account</c>.</param>
/// <param name="TargetId">Which.</param>
/// <param name="Change">JSON text with <c>from</c> and <c>to</c>, secrets masked.</param>
/// <param name="RemoteAddress">Where from.</param>
public sealed record AuditRow(
    Guid Id, Guid? OrganizationId, string ActorKind, string? ActorId, string Action, string TargetKind, string? TargetId, string? Change, string? RemoteAddress) : CommitRow;
