using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;
using Vespid.Storage.Secrets;
using Vespid.Storage.State;

namespace Vespid.Grains.Edges;

internal sealed class FleetGrain(
    [CommitState("fleet")] ICommitState<FleetState> state, IEdgeStore edges, EdgeSecrets secrets, AuditTrail audit, IWriterLease lease, TimeProvider clock) : Grain, IFleetGrain
{
    private readonly StateGuard<FleetState> _guard = new(state, lease);
    private FleetCatalogText? _catalog;
    private bool _isRead;

    public async Task<Outcome<long>> Put(string json, Actor actor)
    {
        if (!secrets.IsConfigured)
            return Refusal.Unavailable("secrets_not_configured", "Set SECRETS_KEK_BASE64 to store secrets.");
        var before = await CatalogAsync();
        var read = CatalogDocument.Read(json, before is null ? null : JsonNode.Parse(before.Json)!.AsObject());
        if (read.Refusal is { } refusal)
            return refusal;
        var version = (before?.Version ?? 0) + 1;
        var text = read.Value!.ToJsonString();
        _isRead = false;
        var committed = await state.CommitAsync(
            RollOutRules.Begin(state.Value, version, clock.GetUtcNow()),
            [
                new EdgeCatalogPut(version, secrets.Seal(text, SecretPurpose.OfEdgeCatalog(version)), actor.Id),
                audit.Of(null, actor, "edge.catalog.put", "edge_catalog", null, ("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ],
            [],
            null);
        return committed.Status == CommitStatus.Applied ? version : Refusal.Conflict("catalog_changed", "Somebody else has put a catalog meanwhile.");
    }

    public async Task<FleetView> Get()
    {
        var catalog = await CatalogAsync();
        return new FleetView(
            catalog?.Version ?? 0, catalog is null ? null : CatalogDocument.Masked(JsonNode.Parse(catalog.Json)!.AsObject()).ToJsonString(),
            state.Value.Stage, state.Value.Halted, state.Value.Reason);
    }

    public async Task<Refusal?> RollOut(string action, Actor actor)
    {
        if (RollOutRules.Act(state.Value, action, clock.GetUtcNow()) is not { } next)
            return new Refusal(RefusalKind.BadRequest, "invalid_request", "The action must be advance, halt or resume.", new Dictionary<string, string> { ["action"] = "Must be advance, halt or resume." });
        await state.CommitAsync(next, [audit.Of(null, actor, "edge.catalog.roll_out", "edge_catalog", null, ("action", action))], [], null);
        return null;
    }

    public async Task<FleetCatalogText?> CatalogFor(string nodeId)
    {
        if (await CatalogAsync() is not { } catalog || nodeId.Length == 0)
            return _catalog;
        var (gets, next) = RollOutRules.Ask(state.Value, nodeId, clock.GetUtcNow());
        if (next != state.Value)
            await state.CommitAsync(next, [], [], null);
        return gets ? catalog : null;
    }

    public async Task NoteApplied(string nodeId, long catalogVersion, bool succeeded)
    {
        await RenewAsync();
        var next = RollOutRules.Note(state.Value, nodeId, catalogVersion, succeeded, clock.GetUtcNow());
        if (next != state.Value)
            await state.CommitAsync(next, [audit.Of(null, Actor.System("roll-out"), succeeded ? "edge.catalog.advanced" : "edge.catalog.halted", "edge_catalog", null, ("node", nodeId))], [], null);
    }

    private async ValueTask<FleetCatalogText?> CatalogAsync()
    {
        await RenewAsync();
        if (_isRead)
            return _catalog;
        // That there is none is worth remembering too: every edge asks once a minute.
        _catalog = await edges.CatalogAsync() is { } stored
            ? new FleetCatalogText(stored.Version, secrets.Open(stored.Document, SecretPurpose.OfEdgeCatalog(stored.Version)))
            : null;
        _isRead = true;
        return _catalog;
    }

    private async ValueTask RenewAsync()
    {
        if (await _guard.RenewAsync())
            _isRead = false;
    }
}
