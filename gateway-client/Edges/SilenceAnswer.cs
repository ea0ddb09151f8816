using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A silence or a maintenance window.</summary>
/// <param name="OrganizationId">Whose edges it covers; all zeros covers all.</param>
/// <param name="Kind"><c>silence</c> or <c>maintenance</c>.</param>
/// <param name="Repeat"><c>none</c>, <c>daily</c> or <c>weekly</c>.</param>
/// <param name="EndedAt">When somebody ended it early.</param>
/// <param name="Active">Whether it is not over.</param>
internal sealed record SilenceAnswer(
    Guid Id, Guid OrganizationId, string Kind, MatchersBody Matchers, string Reason, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Repeat, string Author,
    DateTimeOffset? EndedAt, bool Active)
{
    public static SilenceAnswer From(SilenceItem item) => new(
        item.Id, item.OrganizationId, item.Kind, new MatchersBody(item.PartnerId, item.NodeId, item.Region, item.Alert, item.Subject, item.Severity), item.Reason, item.StartsAt,
        item.EndsAt, item.Repeat, item.Author, item.EndedAt, item.IsActive);
}

/// <summary>Silences, newest first.</summary>
internal sealed record SilenceList(IReadOnlyList<SilenceAnswer> Silences, string? NextCursor);
