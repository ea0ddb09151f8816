using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A partner's public status.</summary>
internal sealed record StatusAnswer(string Partner, DateTimeOffset At, IReadOnlyList<StatusEdgeAnswer> Edges)
{
    public static StatusAnswer From(PartnerStatusItem status, DateTimeOffset at) =>
        new(status.Name, at.ToUniversalTime(), [.. status.Edges.Select(edge => new StatusEdgeAnswer(edge.Label, edge.Verdict, edge.Liveness))]);
}

/// <summary>One edge of it.</summary>
internal sealed record StatusEdgeAnswer(string Label, string Verdict, string Liveness);
