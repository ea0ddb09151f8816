using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Edges;

internal sealed partial class EdgeGrain
{
    private const int MostPeers = 16;
    private static readonly TimeSpan CatalogAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RollOutWatch = TimeSpan.FromMinutes(10);

    private long? _catalogAskedAt;

    public async Task<Outcome<EdgeDocument>> Config(byte[] tokenHash)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal!;
        return await IssueAsync(edge) is { } document ? document : EdgeRefusals.CatalogNotReady;
    }

    public async Task<Outcome<EdgeDocument>> Shared(byte[] tokenHash, SharedPart part)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal!;
        if (part == SharedPart.CrossProbe)
            return await MintCrossProbeAsync(edge);
        if (await DocumentAsync(edge, Current.EpochDesired) is not { } document)
            return EdgeRefusals.NotProvisioned;
        return SharedParts.Of(document, part, Current.EpochDesired) is { } shared
            ? new EdgeDocument(NodeId, Current.EpochDesired, shared.ToJsonString())
            : part == SharedPart.Awg ? new Refusal(RefusalKind.NotFound, "not_provisioned", "There is none yet.") : EdgeRefusals.NotProvisioned;
    }

    public async Task<Refusal?> Applied(byte[] tokenHash, EpochResult result)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal;
        if (result.Result is not ("applied" or "failed" or "rolled_back"))
            return EdgeRefusals.Invalid("result", "Must be applied, failed or rolled_back.");
        var turn = Turn(edge);
        // Of a component alone it is a word for the history: its parameters have numbers of their own.
        if (result.Component is { } component)
        {
            turn.Note("component_" + result.Result, component, null, result.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await CommitAsync(turn);
            return null;
        }

        if (result.Epoch > Current.EpochIssued || result.Epoch < 1)
            return EdgeRefusals.EpochNotIssued;
        var error = result.Error is { Length: > 500 } text ? text[..500] : result.Error;
        var applied = result.Result == "applied";
        turn.Note(
            "config_" + result.Result, null, turn.State.EpochApplied.ToString(System.Globalization.CultureInfo.InvariantCulture),
            result.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture), error is null ? null : new JsonObject { ["error"] = error });
        turn.State = applied
            ? turn.State with { EpochApplied = Math.Max(result.Epoch, turn.State.EpochApplied), EpochAppliedAt = turn.Now, EpochError = null }
            : turn.State with { EpochError = error ?? result.Result };
        await CommitAsync(turn, new EdgeConfigMark(NodeId, result.Epoch, result.Result, error));
        if (result.Epoch == Current.EpochDesired)
            await GrainFactory.GetGrain<IFleetGrain>(0).NoteApplied(NodeId, Current.CatalogVersion, applied);
        return null;
    }

    public async Task<Outcome<EdgeDocument>> Reattach(byte[] tokenHash, ReattachEdge command)
    {
        var admitted = await AdmitAsync(tokenHash);
        if (admitted.Value is not { } edge)
            return admitted.Refusal!;
        var differing = IdentityRules.Differences(edge, command.Identity);
        if (differing.Count > 0 && !(command.RotateIdentity && edge.IdentityMayChange))
        {
            var warned = Turn(edge);
            warned.Tell(new AlertText(
                "identity", EdgeAlerts.IdentityMismatch, Severities.Warn, warned.KeyOf("identity", "keys"), "keys",
                $"[{edge.Label}] IDENTITY a re-attachment with other keys was refused: {string.Join(", ", differing)}"));
            await CommitAsync(warned);
            return new Refusal(
                RefusalKind.Conflict, "identity_mismatch", "The keys are not those of this edge.", differing.ToDictionary(field => field, _ => "Differs."));
        }

        var turn = Turn(edge);
        turn.Note("reattached", null, edge.PublicIp, command.PublicIp ?? edge.PublicIp);
        LivenessRules.ApplySign(turn, Silence);
        await CommitAsync(
            turn,
            new EdgeReattach(
                NodeId, command.Identity.RealityPublicKey, command.Identity.RealityUuid, command.Identity.AwgPublicKey, command.PublicIp, command.InstallerVersion));
        _edge = null;
        Sighted();
        return await EdgeAsync() is { } attached && await IssueAsync(attached) is { } document ? document : EdgeRefusals.CatalogNotReady;
    }

    public async Task<Outcome<long>> RollBack(long epoch, Actor actor)
    {
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        if (epoch >= Current.EpochDesired || await DocumentAsync(edge, epoch) is not { } document)
            return new Refusal(RefusalKind.NotFound, "epoch_unknown", "There is no such earlier epoch.");
        var next = EpochOf(edge, document, Current.CatalogVersion, "rollback", actor.Id);
        var turn = Turn(edge);
        next.Apply(turn);
        await CommitAsync(turn, next.Row, audit.Of(edge.OrganizationId, actor, "edge.config.rolled_back", "edge", NodeId, ("to", epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        return next.Row.Epoch;
    }

    public async Task<Outcome<ImmutableArray<ConfigDifference>>> Diff(long? from, long? to)
    {
        if (await EdgeAsync() is not { } edge)
            return EdgeRefusals.NodeUnknown;
        var last = to ?? Current.EpochDesired;
        return await DocumentAsync(edge, from ?? last - 1) is { } before && await DocumentAsync(edge, last) is { } after
            ? ConfigDiff.Of(before, after)
            : new Refusal(RefusalKind.NotFound, "epoch_unknown", "There is no such epoch.");
    }

    public async Task<Outcome<EdgeDocument>> MaskedConfig(long? epoch)
    {
        if (await EdgeAsync() is not { } edge)
            return EdgeRefusals.NodeUnknown;
        var wanted = epoch ?? Current.EpochDesired;
        return await DocumentAsync(edge, wanted) is { } document
            ? new EdgeDocument(NodeId, wanted, CatalogDocument.Masked(NodeConfig.Complete(document, edge, wanted, clock.GetUtcNow())).ToJsonString())
            : new Refusal(RefusalKind.NotFound, "epoch_unknown", "There is no such epoch.");
    }

    /// <summary>The desired document as the agent gets it, noted as issued.</summary>
    private async Task<EdgeDocument?> IssueAsync(EdgeRecord edge)
    {
        if (await NextEpochAsync(edge) is { } next)
        {
            var renewed = Turn(edge);
            next.Apply(renewed);
            await CommitAsync(renewed, next.Row);
        }

        var epoch = Current.EpochDesired;
        if (await DocumentAsync(edge, epoch) is not { } document)
            return null;
        if (Current.EpochIssued < epoch)
        {
            var turn = Turn(edge);
            turn.State = turn.State with { EpochIssued = epoch, EpochIssuedAt = turn.Now };
            turn.Note("config_issued", null, null, epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await CommitAsync(turn, new EdgeConfigMark(NodeId, epoch, null, null));
        }

        var complete = NodeConfig.Complete(document, edge, epoch, clock.GetUtcNow());
        complete["peer_roster"] = SharedParts.Roster(await edges.PeersAsync(edge.PartnerId, NodeId, MostPeers));
        return new EdgeDocument(NodeId, epoch, complete.ToJsonString());
    }

    /// <summary>An epoch that the catalog makes necessary; asked about once in ten seconds.</summary>
    private async ValueTask<NextEpoch?> NextEpochAsync(EdgeRecord edge)
    {
        if (_catalogAskedAt is { } at && clock.GetElapsedTime(at) < CatalogAge)
            return null;
        _catalogAskedAt = clock.GetTimestamp();
        if (await GrainFactory.GetGrain<IFleetGrain>(0).CatalogFor(NodeId) is not { } catalog || catalog.Version <= Current.CatalogVersion)
            return null;
        if (await edges.ConfigAsync(NodeId, Current.EpochDesired) is not { } before)
            return null;
        var document = NodeConfig.Build(edge, JsonNode.Parse(catalog.Json)!.AsObject(), Open(before), chance);
        if (!NodeConfig.Digest(document).AsSpan().SequenceEqual(before.Digest))
            return EpochOf(edge, document, catalog.Version, "catalog", null);
        _current = Current with { CatalogVersion = catalog.Version };
        return null;
    }

    private NextEpoch EpochOf(EdgeRecord edge, JsonObject document, long catalogVersion, string reason, string? by)
    {
        var epoch = Current.EpochDesired + 1;
        return new NextEpoch(
            new EdgeConfigInsert(
                NodeId, epoch, edge.OrganizationId, secrets.Seal(document.ToJsonString(), SecretPurpose.OfEdgeConfig(NodeId, epoch)), NodeConfig.Digest(document), reason, by),
            catalogVersion,
            document["naive_socks_port"]?.GetValue<string>() ?? UpstreamChannels.DefaultNaivePort);
    }

    private async Task<JsonObject?> DocumentAsync(EdgeRecord edge, long epoch) =>
        await edges.ConfigAsync(edge.NodeId, epoch) is { } stored ? Open(stored) : null;

    private JsonObject Open(EdgeConfigRecord stored) => secrets.OpenDocument(stored.Document, SecretPurpose.OfEdgeConfig(NodeId, stored.Epoch));

    /// <summary>With whom to use it on: peers come and go without a new epoch.</summary>
    private async Task<Outcome<EdgeDocument>> MintCrossProbeAsync(EdgeRecord edge)
    {
        var key = options.Value.CrossProbeKey;
        if (key.IsEmpty)
            return EdgeRefusals.NotProvisioned;
        var json = new JsonObject
        {
            ["cross_probe_token"] = CrossProbeToken.Mint(edge.NodeId, clock.GetUtcNow(), key.Span),
            ["expires_in"] = (long)CrossProbeToken.TimeToLive.TotalSeconds,
            ["peer_roster"] = SharedParts.Roster(await edges.PeersAsync(edge.PartnerId, NodeId, MostPeers)),
        };
        return new EdgeDocument(NodeId, Current.EpochDesired, json.ToJsonString());
    }

    /// <summary>An edge that goes all-down soon after it has applied a new configuration speaks against that.</summary>
    private async Task JudgeRollOutAsync(EdgeTurn turn)
    {
        if (turn.State.EpochAppliedAt is { } at && turn.Now - at < RollOutWatch && turn.State.EpochApplied == turn.State.EpochDesired
            && turn.Events.Exists(one => one is { Alert: EdgeAlerts.AllUpstreamsDown, Firing: true }))
        {
            await GrainFactory.GetGrain<IFleetGrain>(0).NoteApplied(NodeId, turn.State.CatalogVersion, succeeded: false);
        }
    }
}
