using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>What agents fetch, and what they say became of it.</summary>
internal static class AgentConfigEndpoints
{
    private const int LongestError = 1_000;
    private const string Awg = "awg";

    public static void MapAgentConfig(this IEndpointRouteBuilder routes)
    {
        var bearer = new EdgeRule();
        routes.MapGet("/api/partner/node-config", ConfigAsync).WithMetadata(bearer);
        routes.MapGet("/api/partner/keys", KeysAsync).WithMetadata(new EdgeRule(AnonymousToo: true));
        routes.MapGet("/api/partner/hy2-credentials", (EdgeScope edge, IGrainFactory grains) => SharedAsync(edge, grains, SharedPart.Hysteria2)).WithMetadata(bearer);
        routes.MapGet("/api/partner/cross-probe-token", (EdgeScope edge, IGrainFactory grains) => SharedAsync(edge, grains, SharedPart.CrossProbe)).WithMetadata(bearer);
        routes.MapGet("/api/partner/awg-params/latest", (EdgeScope edge, IGrainFactory grains) => SharedAsync(edge, grains, SharedPart.Awg)).WithMetadata(bearer);
        routes.MapPost("/api/partner/awg-params/applied", (HttpContext context, EdgeScope edge, IGrainFactory grains) => AppliedAsync(context, edge, grains, Awg)).WithMetadata(bearer);
        routes.MapPost("/api/partner/node-config/applied", (HttpContext context, EdgeScope edge, IGrainFactory grains) => AppliedAsync(context, edge, grains, null)).WithMetadata(bearer);
    }

    private static async Task<IResult> ConfigAsync(HttpContext context, EdgeScope edge, IGrainFactory grains)
    {
        var config = await grains.GetGrain<IEdgeGrain>(edge.NodeId).Config(edge.TokenHash);
        if (config.Refusal is { } refusal)
            return (RefusalResult)refusal;
        var tag = $"\"{config.Value!.Epoch}\"";
        if (context.Request.Headers.IfNoneMatch.ToString() != tag)
            return AgentAnswer.Of(config.Value.Json, entityTag: tag);
        context.Response.Headers.ETag = tag;
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<IResult> KeysAsync(HttpContext context, IGrainFactory grains, IEdgeDirectory directory)
    {
        if (context.Features.Get<EdgeScope>() is { } edge)
            return await SharedAsync(edge, grains, SharedPart.Keys);

        // Agents of the original send no bearer: each partner that is named must allow it.
        var partners = context.Request.Query["partner"];
        if (partners.Count is 0 or > 8)
            return (RefusalResult)EdgeRefusals.InvalidToken;
        foreach (var partner in partners)
        {
            if (partner is null || !EdgeWords.ShortId.IsMatch(partner) || !await directory.AllowsAnonymousKeysAsync(partner, context.RequestAborted))
                return (RefusalResult)EdgeRefusals.InvalidToken;
        }

        return await grains.GetGrain<IFleetGrain>(0).CatalogFor("") is { } catalog
            ? new AgentAnswer(KeysOf(JsonNode.Parse(catalog.Json)!.AsObject()))
            : (RefusalResult)Refusal.Unavailable("catalog_not_ready", "There are no keys yet.");
    }

    /// <summary>What is public of the catalog, in the words of the original.</summary>
    private static JsonObject KeysOf(JsonObject catalog)
    {
        var reality = catalog["reality"] as JsonObject;
        return new JsonObject
        {
            ["version"] = catalog["keys_version"]?.DeepClone(),
            ["channels_version"] = catalog["channels_version"]?.DeepClone(),
            ["reality_public_key"] = reality?["public_key"]?.DeepClone(),
            ["reality_encryption"] = reality?["encryption"]?.DeepClone(),
            ["reality_server_names"] = reality?["server_names"]?.DeepClone(),
            ["sfu_signing_public_key"] = catalog["sfu_signing_public_key"]?.DeepClone(),
        };
    }

    private static async Task<IResult> SharedAsync(EdgeScope edge, IGrainFactory grains, SharedPart part)
    {
        var found = await grains.GetGrain<IEdgeGrain>(edge.NodeId).Shared(edge.TokenHash, part);
        return found.Refusal is { } refusal ? (RefusalResult)refusal : AgentAnswer.Of(found.Value!.Json);
    }

    private static async Task<IResult> AppliedAsync(HttpContext context, EdgeScope edge, IGrainFactory grains, string? component)
    {
        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (AgentCalls.CheckNode(fields, edge, required: false) is { } mismatch)
            return mismatch;
        var epoch = fields.Number("epoch", 0, long.MaxValue);
        if (epoch is null)
            fields.Fail("epoch", "Required: a whole number.");
        var result = component is null ? fields.Optional("result") : "applied";
        if (result is not ("applied" or "failed" or "rolled_back"))
            fields.Fail("result", "Expected applied, failed or rolled_back.");
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        var error = fields.Optional("error");
        return AgentCalls.NoContentOr(await grains.GetGrain<IEdgeGrain>(edge.NodeId).Applied(
            edge.TokenHash, new EpochResult(epoch!.Value, result!, error?.Length > LongestError ? error[..LongestError] : error, component)));
    }
}
