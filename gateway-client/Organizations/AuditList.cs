namespace Vespid.Gateway.Organizations;

/// <summary>Audit events, newest first.</summary>
internal sealed record AuditList(IReadOnlyList<AuditAnswer> Events, string? NextCursor);
