using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Gateway.Edges;

/// <summary>How a host becomes an edge, takes up its identity again, and leaves.</summary>
internal static class RegistrationEndpoints
{
    private const int MostItems = 64;

    public static void MapRegistration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/partner/register", RegisterAsync).ForAnyone();
        routes.MapPost("/api/partner/reattach", ReattachAsync).WithMetadata(new EdgeRule());
        routes.MapPost("/api/partner/deregister", DeregisterAsync).WithMetadata(new EdgeRule());
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, IGrainFactory grains, RateLimits limits)
    {
        var wait = limits.EdgeRegistrations.Take(ClientAddress.LimitKeyOf(context));
        if (wait > TimeSpan.Zero)
        {
            context.Features.Set(new RetryAfterFeature(RateLimits.RetryAfter(wait)));
            return (RefusalResult)EdgeRefusals.TooMany;
        }

        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        var token = fields.Optional("token") ?? TokenOf(context.Request);
        if (token is null)
            fields.Fail("token", "Required.");
        var partner = fields.Required("partner_id", EdgeWords.ShortId, "Expected the partner's short id.");
        var command = Read(fields, context.Request, token ?? "");
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        if (!EdgeWords.RegistrationToken.IsMatch(command.Token))
            return (RefusalResult)EdgeRefusals.InvalidToken;

        var registered = await grains.GetGrain<IPartnerGrain>(partner).Register(command, Caller.Anonymous(context, "edge-registration"));
        if (registered.Refusal is { } refusal)
            return (RefusalResult)refusal;
        return AgentAnswer.Of(registered.Value!.Document.Json, registered.Value.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReattachAsync(HttpContext context, EdgeScope edge, IGrainFactory grains)
    {
        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (AgentCalls.CheckNode(fields, edge, required: true) is { } mismatch)
            return mismatch;
        var command = new ReattachEdge(
            ReadIdentity(fields), Address(fields, required: false), fields.Line("installer_version", 64) ?? InstallerVersion(context.Request), fields.Flag("rotate_identity") == true);
        if (fields.Refusal is { } wrong)
            return (RefusalResult)wrong;
        var attached = await grains.GetGrain<IEdgeGrain>(edge.NodeId).Reattach(edge.TokenHash, command);
        return attached.Refusal is { } refusal ? (RefusalResult)refusal : AgentAnswer.Of(attached.Value!.Json);
    }

    private static async Task<IResult> DeregisterAsync(HttpContext context, EdgeScope edge, IGrainFactory grains)
    {
        var (fields, fault) = await AgentBody.ReadAsync(context);
        if (fields is null)
            return (RefusalResult)fault!;
        if (AgentCalls.CheckNode(fields, edge, required: true) is { } mismatch)
            return mismatch;
        return AgentCalls.NoContentOr(await grains.GetGrain<IEdgeGrain>(edge.NodeId).Deregister(edge.TokenHash));
    }

    private static RegisterEdge Read(AgentFields fields, HttpRequest request, string token)
    {
        if (fields.Optional("branding") is not null)
            fields.Fail("branding", "Must be an object.");
        var countries = fields.Words("serve_countries", MostItems);
        if (countries.Any(country => !EdgeWords.Country.IsMatch(country)))
            fields.Fail("serve_countries", "Expected country codes of two letters.");
        var channels = fields.Words("channels_wanted", MostItems);
        if (channels.Any(channel => !EdgeWords.Word.IsMatch(channel)))
            fields.Fail("channels_wanted", "Expected names of channels.");
        return new RegisterEdge(
            token,
            IdempotencyKeyOf(fields, request),
            fields.Required("domain", EdgeWords.Domain, "Expected a host name.").ToLowerInvariant(),
            Address(fields, required: true) ?? "",
            fields.Checked("region", EdgeWords.Word, "Expected a word of at most 64 characters."),
            [.. countries.Select(country => country.ToUpperInvariant())],
            fields.Checked("tunnel", EdgeWords.Tunnel, "Expected vless, wg or https."),
            ReadIdentity(fields),
            fields.Checked("branding_display_name", EdgeWords.Name, "Expected one line of at most 100 characters."),
            [.. channels],
            fields.Line("installer_version", 64) ?? InstallerVersion(request));
    }

    private static EdgeIdentity ReadIdentity(AgentFields fields) => new(
        fields.Checked("reality_public_key", EdgeWords.PublicKey, "Expected a public key."),
        fields.Checked("reality_uuid", EdgeWords.Uuid, "Expected a UUID."),
        fields.Checked("awg_pubkey", EdgeWords.PublicKey, "Expected a public key."));

    private static string? Address(AgentFields fields, bool required)
    {
        if (fields.Optional("public_ip") is not { } text)
        {
            if (required)
                fields.Fail("public_ip", "Required.");
            return null;
        }

        if (IPAddress.TryParse(text, out var address))
            return address.ToString();
        fields.Fail("public_ip", "Expected an IP address.");
        return null;
    }

    private static string? IdempotencyKeyOf(AgentFields fields, HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 0 && !EdgeWords.IdempotencyKey.IsMatch(key))
            fields.Fail("Idempotency-Key", "Expected 1 to 128 visible characters.");
        return key.Length == 0 ? null : key;
    }

    private static string? InstallerVersion(HttpRequest request) =>
        request.Headers["X-Installer-Version"].ToString() is { Length: > 0 and <= 64 } version && EdgeWords.Word.IsMatch(version) ? version : null;

    private static string? TokenOf(HttpRequest request) =>
        Authentication.BearerOf(request) is { } bearer && bearer.StartsWith(EdgeWords.RegistrationPrefix, StringComparison.Ordinal) ? bearer : null;
}
