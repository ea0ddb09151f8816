using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>agent_sessions</c>.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account whose conversation opened it, if one did.</param>
/// <param name="ConversationId">That conversation.</param>
/// <param name="Title">Shown in lists.</param>
public sealed record SessionRow(Guid Id, Guid OrganizationId, Guid? AccountId, string? ConversationId, string? Title) : CommitRow;
