using System.Text.Json;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>What all edges share.</summary>
/// <param name="CatalogVersion">0 while there is none.</param>
/// <param name="Catalog">Secrets masked; null while there is none.</param>
internal sealed record CatalogAnswer(long CatalogVersion, JsonElement? Catalog, RollOutAnswer Rollout)
{
    public static CatalogAnswer From(FleetView view) => new(
        view.Version, view.Json is { } json ? JsonElement.Parse(json) : null, new RollOutAnswer(view.Stage, PercentOf(view.Stage), view.Halted, view.Reason));

    private static int PercentOf(string stage) => stage switch
    {
        "all" => 100,
        "tenth" => 10,
        _ => 0,
    };
}

/// <summary>How far a change has come.</summary>
/// <param name="Stage"><c>first</c> (one edge), <c>tenth</c> or <c>all</c>.</param>
/// <param name="Percent">Share of the edges that get it; 0 for the first one alone.</param>
/// <param name="Halted">Whether no further edge gets it.</param>
/// <param name="Reason">Why it was halted.</param>
internal sealed record RollOutAnswer(string Stage, int Percent, bool Halted, string? Reason);
