using System.Text.Json.Serialization;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Adds a partner.</summary>
internal sealed record PartnerCreateRequest(
    string Id, Guid OrganizationId, string? DisplayName, IReadOnlyList<string>? AllowedDomains, int? MaxNodes, bool? StatusPage, bool? LegacyAnonKeys) : IBodyShape<PartnerCreateRequest>
{
    private const int DefaultMaxNodes = 1_000;

    public static PartnerCreateRequest Read(BodyFields fields)
    {
        var id = fields.Text("id", 1, 63);
        if (id.Length > 0 && !EdgeWords.ShortId.IsMatch(id))
            fields.Fail("id", "Expected lower-case letters, digits and hyphens.");
        return new PartnerCreateRequest(
            id, fields.Id("organizationId"), fields.OptionalText("displayName", 1, 200, trim: true), PartnerPatchRequest.Domains(fields),
            fields.OptionalNumber("maxNodes", 0, 100_000), fields.OptionalFlag("statusPage"), fields.OptionalFlag("legacyAnonKeys"));
    }

    public PartnerSettings ToSettings() => new(DisplayName, [.. AllowedDomains ?? []], MaxNodes ?? DefaultMaxNodes, StatusPage == true, LegacyAnonKeys == true);
}

/// <summary>Changes a partner: what is left out stays.</summary>
internal sealed record PartnerPatchRequest(
    Change<string> DisplayName, IReadOnlyList<string>? AllowedDomains, int? MaxNodes, bool? StatusPage, bool? LegacyAnonKeys) : IBodyShape<PartnerPatchRequest>
{
    private const int MostDomains = 100;

    public static PartnerPatchRequest Read(BodyFields fields) => new(
        fields.Change("displayName", () => fields.OptionalText("displayName", 1, 200, trim: true)), Domains(fields), fields.OptionalNumber("maxNodes", 0, 100_000),
        fields.OptionalFlag("statusPage"), fields.OptionalFlag("legacyAnonKeys"));

    /// <summary>What bounds a partner is not for the partner to change.</summary>
    [JsonIgnore]
    public bool NeedsOperator => AllowedDomains is not null || MaxNodes is not null || LegacyAnonKeys is not null;

    public PartnerSettings ApplyTo(PartnerItem partner) => new(
        DisplayName.IsSet ? DisplayName.Value : partner.DisplayName, AllowedDomains is { } domains ? [.. domains] : [.. partner.AllowedDomains], MaxNodes ?? partner.MaxNodes,
        StatusPage ?? partner.StatusPage, LegacyAnonKeys ?? partner.LegacyAnonKeys);

    internal static IReadOnlyList<string>? Domains(BodyFields fields)
    {
        var domains = fields.OptionalTexts("allowedDomains", MostDomains, 255);
        if (domains?.Any(domain => !EdgeWords.DomainPattern.IsMatch(domain)) == true)
            fields.Fail("allowedDomains", "Expected host names, or *. and a host name.");
        return domains is null ? null : [.. domains.Select(domain => domain.ToLowerInvariant())];
    }
}

/// <summary>Issues a registration token.</summary>
/// <param name="Domain">The only domain that it may be used for.</param>
/// <param name="TimeToLiveSeconds">60 to 2592000; nothing takes <c>REGISTRATION_TOKEN_TTL</c>.</param>
internal sealed record RegistrationTokenRequest(string? Domain, [property: JsonPropertyName("ttl_s")] int? TimeToLiveSeconds) : IBodyShape<RegistrationTokenRequest>
{
    public static RegistrationTokenRequest Read(BodyFields fields)
    {
        var domain = fields.OptionalText("domain", 1, 253);
        if (domain is not null && !EdgeWords.Domain.IsMatch(domain))
            fields.Fail("domain", "Expected a host name.");
        return new RegistrationTokenRequest(domain?.ToLowerInvariant(), fields.OptionalNumber("ttl_s", 60, 2_592_000));
    }
}
