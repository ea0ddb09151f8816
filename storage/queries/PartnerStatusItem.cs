namespace Vespid.Storage.Queries;

/// <summary>What a partner shows to everybody.</summary>
public sealed record PartnerStatusItem(string Name, IReadOnlyList<PartnerStatusEdge> Edges);

/// <summary>One edge of it.</summary>
public sealed record PartnerStatusEdge(string Label, string Verdict, string Liveness);
