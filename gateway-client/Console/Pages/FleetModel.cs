using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Edges.</summary>
/// <param name="Edges">A page of them.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="Partners">Partners that the reader may see.</param>
public sealed record FleetModel(PanelData<Page<EdgeItem>> Edges, EdgeFilter Filter, PanelData<IReadOnlyList<PartnerItem>> Partners)
{
    public static IReadOnlyList<string> Verdicts { get; } = ["healthy", "degraded", "failed", "all_down", "idle", "unknown"];

    public static IReadOnlyList<string> Livenesses { get; } = ["registered", "online", "late", "stale", "silent", "retired"];
}
