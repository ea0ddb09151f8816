using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>
/// Ends a claimed run as <c>succeeded</c>. Guard: the run must be <c>running</c> under this lease token, else the commit ends as
/// <see cref="CommitStatus.Missed"/>.
/// </summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="RunId">Run.</param>
/// <param name="LeaseToken">From the claim.</param>
/// <param name="Output">JSON text; null for none.</param>
public sealed record RunEnd(Guid OrganizationId, Guid RunId, Guid LeaseToken, string? Output) : CommitRow;
