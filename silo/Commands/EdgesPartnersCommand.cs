using System.CommandLine;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid partners</c>: who runs edges, and the tokens that they register with.</summary>
internal static class EdgesPartnersCommand
{
    private const string Root = "/api/partners";

    public static Command Create() => new("partners", "Partners that run edges. Asks the running process; exit code 1 when it refuses, 3 when it does not answer.")
    {
        List(), Add(), Change(), Token(), Tokens(), Revoke(),
    };

    private static Command List() => EdgesCall.Create("list", "Lists partners.", [], _ => EdgesRequest.Get(Root), (answer, _) =>
    {
        EdgesShow.Table(
            answer["partners"], ("partner", "id"), ("organisation", "organizationId"), ("name", "displayName"), ("edges", "liveNodes"), ("at most", "maxNodes"),
            ("domains", "allowedDomains"), ("status page", "statusPage"), ("anonymous keys", "legacyAnonKeys"));
        return ExitCodes.Ok;
    });

    private static Command Add()
    {
        var partner = Partner();
        var organization = new Option<Guid>("--organization") { Description = "Organisation that it belongs to.", Required = true };
        var settings = new Settings();
        return EdgesCall.Create(
            "create", "Adds a partner.", [partner, organization, .. settings.Options],
            arguments =>
            {
                var body = settings.Read(arguments);
                body["id"] = arguments.GetValue(partner);
                body["organizationId"] = arguments.GetValue(organization).ToString();
                return EdgesRequest.Post(Root, body);
            },
            EdgesCall.Say("Added."));
    }

    private static Command Change()
    {
        var partner = Partner();
        var settings = new Settings();
        return EdgesCall.Create(
            "change", "Changes a partner; what is not said stays.", [partner, .. settings.Options],
            arguments => new EdgesRequest(HttpMethod.Patch, $"{Root}/{EdgesRequest.Escape(arguments.GetValue(partner))}", settings.Read(arguments)), EdgesCall.Say("Changed."));
    }

    private static Command Token()
    {
        var partner = Partner();
        var domain = new Option<string?>("--domain") { Description = "The only domain that it may be used for." };
        var life = new Option<int?>("--ttl") { Description = "Seconds, 60 to 2592000; REGISTRATION_TOKEN_TTL without it." };
        return EdgesCall.Create(
            "token", "Makes a registration token for one use and shows it this once.", [partner, domain, life],
            arguments => EdgesRequest.Post(
                $"{Root}/{EdgesRequest.Escape(arguments.GetValue(partner))}/tokens", new JsonObject { ["domain"] = arguments.GetValue(domain), ["ttl_s"] = arguments.GetValue(life) }),
            (answer, _) =>
            {
                Console.Out.WriteLine((string)answer["token"]!);
                return ExitCodes.Ok;
            });
    }

    private static Command Tokens()
    {
        var partner = Partner();
        return EdgesCall.Create(
            "tokens", "Lists registration tokens, without what they say.", [partner], arguments => EdgesRequest.Get($"{Root}/{EdgesRequest.Escape(arguments.GetValue(partner))}/tokens"),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["tokens"], ("token", "id"), ("status", "status"), ("domain", "domain"), ("expires", "expiresAt"), ("redeemed", "redeemedAt"), ("edge", "nodeId"), ("by", "createdBy"));
                return ExitCodes.Ok;
            });
    }

    private static Command Revoke()
    {
        var partner = Partner();
        var token = new Argument<Guid>("token") { Description = "Id of the token." };
        return EdgesCall.Create(
            "revoke", "Revokes a registration token that was not redeemed.", [partner, token],
            arguments => new EdgesRequest(HttpMethod.Delete, $"{Root}/{EdgesRequest.Escape(arguments.GetValue(partner))}/tokens/{arguments.GetValue(token)}"), EdgesCall.Say("Revoked."));
    }

    private static Argument<string> Partner() => new("partner") { Description = "Short id of the partner." };

    private sealed class Settings
    {
        private readonly Option<string?> _name = new("--name") { Description = "For people." };
        private readonly Option<string[]> _domains = new("--domain") { Description = "A domain, or *.domain; may be said several times. None allows all." };
        private readonly Option<int?> _nodes = new("--max-nodes") { Description = "Most live edges." };
        private readonly Option<bool?> _page = new("--status-page") { Description = "Whether /status/<partner> is public." };
        private readonly Option<bool?> _keys = new("--legacy-anon-keys") { Description = "Whether agents of the original may fetch keys without a bearer." };

        public IEnumerable<Symbol> Options => [_name, _domains, _nodes, _page, _keys];

        public JsonObject Read(ParseResult arguments)
        {
            var body = new JsonObject();
            if (arguments.GetValue(_name) is { } name)
                body["displayName"] = name;
            if (arguments.GetValue(_domains) is { Length: > 0 } domains)
                body["allowedDomains"] = new JsonArray([.. domains.Select(domain => JsonValue.Create(domain))]);
            if (arguments.GetValue(_nodes) is { } nodes)
                body["maxNodes"] = nodes;
            if (arguments.GetValue(_page) is { } page)
                body["statusPage"] = page;
            if (arguments.GetValue(_keys) is { } keys)
                body["legacyAnonKeys"] = keys;
            return body;
        }
    }
}
