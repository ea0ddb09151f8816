using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Edges;

/// <remarks>One registration of a partner at a time; that a token buys one edge is the guard of its row.</remarks>
internal sealed partial class PartnerGrain(
    ControlCommits commits, IEdgeStore edges, EdgeSecrets secrets, AuditTrail audit, EdgeMetrics metrics, IOptions<EdgeOptions> options, TimeProvider clock, IIdSource ids, IChance chance)
    : Grain, IPartnerGrain
{
    private const string Kind = "partner";

    private string Id => this.GetPrimaryKeyString();

    public async Task<Refusal?> Create(Guid organizationId, PartnerSettings settings, Actor actor)
    {
        if (!PartnerId().IsMatch(Id))
            return EdgeRefusals.Invalid("id", "Must be lower-case letters, digits and hyphens.");
        if (Check(settings) is { } refusal)
            return refusal;
        try
        {
            await commits.CommitAsync(
                organizationId,
                new PartnerInsert(Id, organizationId, settings.DisplayName, settings.AllowedDomains, settings.MaxNodes, settings.StatusPage, settings.LegacyAnonKeys),
                audit.Of(organizationId, actor, "partner.created", Kind, Id));
            return null;
        }
        catch (CommitRejectedException fault) when (fault.Constraint == "partners_pkey")
        {
            return Refusal.Conflict("partner_exists", "There is such a partner.");
        }
        catch (CommitRejectedException fault) when (fault.Constraint == "partners_organization_id_fkey")
        {
            return EdgeRefusals.Invalid("organizationId", "There is no such organisation.");
        }
    }

    public async Task<Refusal?> Change(PartnerSettings settings, Actor actor)
    {
        if (Check(settings) is { } refusal)
            return refusal;
        if (await edges.PartnerAsync(Id) is not { } partner)
            return EdgeRefusals.PartnerUnknown;
        await commits.CommitAsync(
            partner.OrganizationId,
            new PartnerChange(Id, settings.DisplayName, settings.AllowedDomains, settings.MaxNodes, settings.StatusPage, settings.LegacyAnonKeys),
            audit.Of(partner.OrganizationId, actor, "partner.changed", Kind, Id, ("statusPage", settings.StatusPage), ("maxNodes", settings.MaxNodes)));
        return null;
    }

    public async Task<Outcome<RegistrationTokenIssued>> IssueToken(string? domain, TimeSpan? timeToLive, Actor actor)
    {
        if (domain is not null && !RegistrationRules.IsDomain(domain))
            return EdgeRefusals.Invalid("domain", "Must be a host name.");
        var life = timeToLive ?? options.Value.RegistrationTokenTtl;
        if (life < TimeSpan.FromMinutes(1) || life > TimeSpan.FromDays(30))
            return EdgeRefusals.Invalid("ttl_s", "Must be one minute to 30 days.");
        if (await edges.PartnerAsync(Id) is not { } partner)
            return EdgeRefusals.PartnerUnknown;
        var token = Tokens.New(EdgeTokens.Registration, chance);
        var id = ids.NewId();
        await commits.CommitAsync(
            partner.OrganizationId,
            new RegistrationTokenInsert(id, Tokens.Hash(token), partner.OrganizationId, Id, domain?.ToLowerInvariant(), life, actor.Id),
            audit.Of(partner.OrganizationId, actor, "partner.token_issued", Kind, Id, ("token", id.ToString()), ("domain", domain)));
        return new RegistrationTokenIssued(id, token, life);
    }

    public async Task<Refusal?> RevokeToken(Guid tokenId, Actor actor)
    {
        if (await edges.PartnerAsync(Id) is not { } partner)
            return EdgeRefusals.PartnerUnknown;
        var status = await commits.CommitAsync(
            partner.OrganizationId, new RegistrationTokenRevoke(tokenId, Id), audit.Of(partner.OrganizationId, actor, "partner.token_revoked", Kind, Id, ("token", tokenId.ToString())));
        return status == CommitStatus.Applied ? null : new Refusal(RefusalKind.NotFound, "token_unknown", "There is no such token, or it is redeemed.");
    }

    public async Task<Outcome<EdgeRegistered>> Register(RegisterEdge command, Actor actor)
    {
        var outcome = await RegisterAsync(command with { Domain = command.Domain.ToLowerInvariant() }, actor);
        metrics.Registered(outcome.Refusal?.Code ?? (outcome.Value!.Created ? "created" : "repeated"));
        return outcome;
    }

    private async Task<Outcome<EdgeRegistered>> RegisterAsync(RegisterEdge command, Actor actor)
    {
        if (!EdgeTokens.IsRegistration(command.Token))
            return EdgeRefusals.InvalidToken;
        if (RegistrationRules.Check(command) is { } invalid)
            return invalid;
        var token = await edges.TokenAsync(Tokens.Hash(command.Token));
        if (token is not null && token.PartnerId == Id && RegistrationRules.IsSecondAsk(token, command))
            return await AnswerAsync(token.NodeId!, secrets.Open(token.Answer!, SecretPurpose.OfRegistration(token.Id)), created: false);
        if (RegistrationRules.Check(token, Id) is { } refusal)
            return refusal;
        if (await edges.PartnerAsync(Id) is not { } partner || !RegistrationRules.Allows(partner, token!, command.Domain))
            return Refusal.Forbidden("domain_not_allowed", "The token or the partner does not cover this domain.");
        if (partner.LiveNodes >= partner.MaxNodes)
            return Refusal.Conflict("too_many_nodes", $"The partner may have {partner.MaxNodes} edges.");
        if (!secrets.IsConfigured || await GrainFactory.GetGrain<IFleetGrain>(0).CatalogFor("") is not { } catalog
            || JsonNode.Parse(catalog.Json)!.AsObject() is var shared && CatalogDocument.Missing(shared) is not null)
        {
            return EdgeRefusals.CatalogNotReady;
        }

        return await RedeemAsync(token!, partner, command, shared, actor);
    }

    private async Task<Outcome<EdgeRegistered>> RedeemAsync(RegistrationTokenRecord token, PartnerRecord partner, RegisterEdge command, JsonObject catalog, Actor actor)
    {
        var nodeId = ids.NewId().ToString();
        var service = Tokens.New(EdgeTokens.Service, chance);
        var edge = new EdgeInsert
        {
            NodeId = nodeId,
            OrganizationId = partner.OrganizationId,
            PartnerId = Id,
            Label = RegistrationRules.Label(partner),
            Domain = command.Domain,
            PublicIp = command.PublicIp,
            Region = command.Region ?? "",
            Tunnel = command.Tunnel,
            ServeCountries = command.ServeCountries,
            DisplayName = command.DisplayName,
            ChannelsWanted = command.ChannelsWanted,
            RealityPublicKey = command.Identity.RealityPublicKey,
            RealityUuid = command.Identity.RealityUuid,
            AwgPublicKey = command.Identity.AwgPublicKey,
            TokenHash = Tokens.Hash(service),
            InstallerVersion = command.InstallerVersion,
        };
        var document = NodeConfig.Build(RecordOf(edge), catalog, null, chance);
        var fingerprint = RegistrationRules.Fingerprint(command);
        var answer = fingerprint is null ? null : secrets.Seal(service, SecretPurpose.OfRegistration(token.Id));
        var config = new EdgeConfigInsert(
            nodeId, 1, partner.OrganizationId, secrets.Seal(document.ToJsonString(), SecretPurpose.OfEdgeConfig(nodeId, 1)), NodeConfig.Digest(document), "registration", actor.Id);
        var status = await commits.CommitAsync(
            partner.OrganizationId, new RegistrationTokenRedeem(token.Id, nodeId, fingerprint, answer),
            new EdgeDomainClaim(edge.Domain, Id), edge, config, RegisteredEvent(edge),
            audit.Of(partner.OrganizationId, actor, "edge.registered", "edge", nodeId, ("partner", Id), ("domain", command.Domain)));
        if (status != CommitStatus.Applied)
        {
            // One of the two guards: the token's, or the domain's.
            return RegistrationRules.Check(await edges.TokenAsync(Tokens.Hash(command.Token)), Id)
                ?? Refusal.Conflict("domain_in_use", "A live edge of another partner has this domain.");
        }

        return await AnswerAsync(nodeId, service, created: true);
    }

    private async Task<Outcome<EdgeRegistered>> AnswerAsync(string nodeId, string serviceToken, bool created)
    {
        var hash = Tokens.Hash(serviceToken);
        var edge = GrainFactory.GetGrain<IEdgeGrain>(nodeId);
        var config = await edge.Config(hash);
        if (config.Value is not { } document)
            return config.Refusal!;
        var json = JsonNode.Parse(document.Json)!.AsObject();
        json["service_token"] = serviceToken;
        if ((await edge.Shared(hash, SharedPart.CrossProbe)).Value is { } probe)
            json["cross_probe_token"] = JsonNode.Parse(probe.Json)!["cross_probe_token"]?.DeepClone();
        return new EdgeRegistered(created, document with { Json = json.ToJsonString() });
    }

    private EdgeEventRow RegisteredEvent(EdgeInsert edge) => new()
    {
        Id = ids.NewId(),
        OrganizationId = edge.OrganizationId,
        PartnerId = edge.PartnerId,
        NodeId = edge.NodeId,
        Label = edge.Label,
        Region = edge.Region,
        Type = "registered",
        ObservedAt = clock.GetUtcNow(),
    };

    private static EdgeRecord RecordOf(EdgeInsert edge) => new()
    {
        NodeId = edge.NodeId,
        OrganizationId = edge.OrganizationId,
        PartnerId = edge.PartnerId,
        Label = edge.Label,
        Domain = edge.Domain,
        PublicIp = edge.PublicIp,
        Region = edge.Region,
        ChannelsWanted = edge.ChannelsWanted,
        RealityPublicKey = edge.RealityPublicKey,
        RealityUuid = edge.RealityUuid,
        AwgPublicKey = edge.AwgPublicKey,
        TokenHash = edge.TokenHash,
    };

    private static Refusal? Check(PartnerSettings settings)
    {
        if (settings.MaxNodes is < 0 or > 100_000)
            return EdgeRefusals.Invalid("maxNodes", "Must be 0 to 100000.");
        if (settings.DisplayName is { Length: > 128 })
            return EdgeRefusals.Invalid("displayName", "Must have at most 128 characters.");
        return settings.AllowedDomains.Length <= 100 && settings.AllowedDomains.All(domain => RegistrationRules.IsDomain(domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain))
            ? null
            : EdgeRefusals.Invalid("allowedDomains", "Must be at most 100 host names, or *.host names.");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex PartnerId();
}
