using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A partial change of a channel account. Guard: it exists in the organisation, and is at the expected version if one is given.</summary>
/// <param name="Id">Account.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="UpdatedByUserId">Who; null leaves the last editor.</param>
public sealed record AccountChange(Guid Id, Guid OrganizationId, Guid? UpdatedByUserId) : CommitRow
{
    /// <summary>Version the decision saw; null when it does not matter.</summary>
    public long? ExpectedVersion { get; init; }

    public Change<string> DisplayName { get; init; }

    public Change<bool> Enabled { get; init; }

    public Change<string> Status { get; init; }

    public Change<string> DmPolicy { get; init; }

    public Change<string> GroupPolicy { get; init; }

    public Change<bool> RequireMentionInGroup { get; init; }

    public Change<string> WebhookUrl { get; init; }

    /// <summary>A JSON object; replaces the old one.</summary>
    public Change<string> Metadata { get; init; }

    public Change<string> LastError { get; init; }
}
