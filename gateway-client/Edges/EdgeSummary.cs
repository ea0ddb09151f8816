using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>An edge in a list.</summary>
/// <param name="Liveness"><c>registered</c>, <c>online</c>, <c>late</c>, <c>stale</c>, <c>silent</c> or <c>retired</c>.</param>
/// <param name="Verdict"><c>healthy</c>, <c>degraded</c>, <c>failed</c>, <c>unknown</c>, <c>idle</c> or <c>all_down</c>.</param>
internal sealed record EdgeSummary(
    string NodeId, string Label, string PartnerId, string Domain, string Region, string Liveness, string Verdict, DateTimeOffset? LastSeenAt,
    long EpochDesired, long EpochApplied, bool Held, int UpstreamsHealthy, int UpstreamsExpected)
{
    public static EdgeSummary From(EdgeItem edge) => new(
        edge.NodeId, edge.Label, edge.PartnerId, edge.Domain, edge.Region, edge.Liveness, edge.Verdict, edge.LastSeenAt, edge.EpochDesired, edge.EpochApplied, edge.Held,
        edge.UpstreamsHealthy, edge.UpstreamsExpected);
}

/// <summary>Edges, by id.</summary>
internal sealed record EdgeList(IReadOnlyList<EdgeSummary> Edges, string? NextCursor);
