using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Incidents.</summary>
/// <param name="Incidents">A page of them.</param>
/// <param name="State"><c>firing</c>, <c>parked</c> or <c>all</c>.</param>
/// <param name="NodeId">Only of this edge.</param>
/// <param name="Outcomes">Who was told of them.</param>
public sealed record AlertsModel(PanelData<Page<IncidentItem>> Incidents, string State, string? NodeId, IReadOnlyList<AlertOutcomeItem> Outcomes)
{
    public static IReadOnlyList<string> States { get; } = ["firing", "parked", "all"];
}
