using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>An organisation that runs edges; its key is the partner's short id, for example <c>edge-c</c>.</summary>
[Alias("vespid.partner")]
public interface IPartnerGrain : IGrainWithStringKey
{
    /// <summary>Creates it. 409 <c>partner_exists</c>.</summary>
    [Alias("create")]
    Task<Refusal?> Create(Guid organizationId, PartnerSettings settings, Actor actor);

    /// <summary>Replaces its settings.</summary>
    [Alias("change")]
    Task<Refusal?> Change(PartnerSettings settings, Actor actor);

    /// <summary>A registration token for one use.</summary>
    /// <param name="domain">The only domain it may be used for; null for any of the partner's.</param>
    /// <param name="timeToLive">One minute to 30 days; null for the default.</param>
    /// <param name="actor">Who.</param>
    [Alias("issue-token")]
    Task<Outcome<RegistrationTokenIssued>> IssueToken(string? domain, TimeSpan? timeToLive, Actor actor);

    [Alias("revoke-token")]
    Task<Refusal?> RevokeToken(Guid tokenId, Actor actor);

    /// <summary>
    /// Redeems a token. 401 <c>invalid_token</c>, 403 <c>partner_mismatch</c> or <c>domain_not_allowed</c>, 409 <c>token_already_used</c> or
    /// <c>domain_in_use</c>, 410 <c>token_expired</c> or <c>token_revoked</c>, 503 <c>catalog_not_ready</c>.
    /// </summary>
    [Alias("register")]
    Task<Outcome<EdgeRegistered>> Register(RegisterEdge command, Actor actor);
}

/// <summary>Settings of a partner.</summary>
/// <param name="DisplayName">For people.</param>
/// <param name="AllowedDomains">A domain, or <c>*.domain</c> for all below it; empty allows all.</param>
/// <param name="MaxNodes">Most live nodes.</param>
/// <param name="StatusPage">Whether <c>/status/{partner}</c> is public.</param>
/// <param name="LegacyAnonKeys">Whether agents of the original may fetch keys without a bearer.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.partner-settings")]
public sealed record PartnerSettings(
    [property: Id(0)] string? DisplayName,
    [property: Id(1)] ImmutableArray<string> AllowedDomains,
    [property: Id(2)] int MaxNodes,
    [property: Id(3)] bool StatusPage,
    [property: Id(4)] bool LegacyAnonKeys);

/// <summary>A new registration token.</summary>
/// <param name="Id">Token id.</param>
/// <param name="Token">Shown this once.</param>
/// <param name="TimeToLive">How long it can be redeemed.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.registration-token-issued")]
public sealed record RegistrationTokenIssued([property: Id(0)] Guid Id, [property: Id(1)] string Token, [property: Id(2)] TimeSpan TimeToLive);
