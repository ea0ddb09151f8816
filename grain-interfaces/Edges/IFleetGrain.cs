using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>What all edges share, and how a change of it reaches them. Key 0.</summary>
[Alias("vespid.fleet")]
public interface IFleetGrain : IGrainWithIntegerKey
{
    /// <summary>Replaces the catalog; a masked secret keeps the one that is there. 400 with the fields.</summary>
    /// <returns>Its version.</returns>
    [Alias("put")]
    Task<Outcome<long>> Put(string json, Actor actor);

    /// <summary>The catalog, secrets masked.</summary>
    [Alias("get")]
    Task<FleetView> Get();

    /// <summary><c>advance</c>, <c>halt</c> or <c>resume</c>.</summary>
    [Alias("roll-out")]
    Task<Refusal?> RollOut(string action, Actor actor);

    /// <summary>The catalog that an edge should have now; null while there is none. Holds secrets.</summary>
    [Alias("catalog-for")]
    Task<FleetCatalogText?> CatalogFor(string nodeId);

    /// <summary>What became of the catalog at an edge: a failure halts the roll-out, successes advance it.</summary>
    [Alias("note-applied")]
    Task NoteApplied(string nodeId, long catalogVersion, bool succeeded);
}

/// <summary>The catalog as operators see it.</summary>
/// <param name="Version">0 while there is none.</param>
/// <param name="Json">Secrets masked; null while there is none.</param>
/// <param name="Stage"><c>first</c> (one edge), <c>tenth</c> or <c>all</c>.</param>
/// <param name="Halted">Whether no further edge gets it.</param>
/// <param name="Reason">Why it was halted.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.fleet-view")]
public sealed record FleetView(
    [property: Id(0)] long Version, [property: Id(1)] string? Json, [property: Id(2)] string Stage, [property: Id(3)] bool Halted, [property: Id(4)] string? Reason);

/// <summary>A catalog. Holds secrets.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.fleet-catalog-text")]
public sealed record FleetCatalogText([property: Id(0)] long Version, [property: Id(1)] string Json)
{
    public override string ToString() => $"catalog {Version}";
}
