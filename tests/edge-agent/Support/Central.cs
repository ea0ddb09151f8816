using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>The central as an edge sees it: nine routes of agents, reports, files of the installer. <see cref="Script"/> comes first.</summary>
internal sealed class Central : IAsyncDisposable
{
    public const string RegistrationToken = "ptkn_0123456789abcdef0123456789abcdef";

    private readonly ScriptedServer _server;
    private string? _idempotencyKey;
    private bool _redeemed;

    private Central() => _server = new ScriptedServer(call => Script(call) ?? Plain(call));

    /// <summary>Answers before all else; null leaves the call to the plain server.</summary>
    public Func<Call, Answer?> Script { get; set; } = _ => null;

    public string ServiceToken { get; set; } = "stkn_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    /// <summary>Lines of the node configuration without its epoch.</summary>
    public Dictionary<string, string> Config { get; } = new()
    {
        ["NODE_ID"] = "n1",
        ["PARTNER_ID"] = "edge-c",
        ["DOMAIN"] = "partner.example.com",
        ["BACKEND_ENDPOINT"] = "198.51.100.9:5349",
        ["PUBLIC_IP"] = "198.51.100.7",
        ["REALITY_UUID"] = "11111111-2222-3333-4444-555555555555",
        ["REALITY_PUBLIC_KEY"] = "abc_DEF-123",
        ["REALITY_SHORT_ID"] = "ab12",
        ["REALITY_SERVER_NAMES"] = "one.example,two.example,three.example",
        ["AWG_ALLOCATED_IP"] = "10.9.0.7/32",
        ["AWG_MOTHERLY_PUBKEY"] = "aGVsbG8gd29ybGQ=",
        ["AWG_MOTHERLY_ENDPOINT"] = "198.51.100.9:51820",
        ["AWG_MOTHERLY_AWG_IP"] = "127.77.0.1",
        ["AWG_JC"] = "4",
        ["AWG_JMIN"] = "40",
        ["AWG_JMAX"] = "70",
        ["AWG_S1"] = "10",
        ["AWG_S2"] = "20",
        ["AWG_S4"] = "30",
        ["AWG_H1"] = "1001",
        ["AWG_H2"] = "1002",
        ["AWG_H3"] = "1003",
        ["AWG_H4"] = "1004",
    };

    public int Epoch { get; set; } = 12;

    /// <summary>Lines of the next answers to reports, besides the plain ones.</summary>
    public string Commands { get; set; } = "";

    /// <summary>Files that differ from the checkout's, by their name below <c>/edge</c>. The list of checksums follows them.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Files that are served otherwise than the list of checksums says.</summary>
    public Dictionary<string, string> Tampered { get; } = [];

    public Uri Address => _server.Address;

    public IReadOnlyList<Call> Calls => _server.Calls;

    public IEnumerable<Call> Reports => _server.Calls.Where(call => call.IsReport);

    public static async Task<Central> StartAsync()
    {
        var central = new Central();
        await central._server.StartAsync();
        return central;
    }

    public IEnumerable<Call> To(string route) => _server.To(route);

    public string ConfigText() => string.Concat(Config.Select(pair => $"{pair.Key}={pair.Value}\n")) + $"EPOCH={Epoch}\n";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Answer Refuse(int status, string code) => new(status, $"ERROR={code}\n");

    private Answer Plain(Call call)
    {
        if (call.Route.StartsWith("GET /edge/", StringComparison.Ordinal))
            return File(call.Route["GET /edge/".Length..]);
        if (call.Route == "POST /api/partner/register")
            return Register(call);
        if (call.Bearer != ServiceToken)
            return Refuse(401, "invalid_token");
        return call.Route switch
        {
            "GET /api/partner/node-config" => NodeConfig(call),
            "GET /api/partner/keys" => new Answer(200, "VERSION=h1\nCHANNELS_VERSION=c4\n"),
            "GET /api/partner/hy2-credentials" => new Answer(200, "AUTH_PASS=hysteria-secret\nOBFS_PASS=hysteria-obfs\n"),
            "GET /api/partner/awg-params/latest" => Refuse(404, "not_provisioned"),
            "POST /api/partner/heartbeat" => new Answer(200, "OK=1\nSERVER_TIME=2026-05-19T10:00:00Z\n"),
            "POST /api/partner/node-config/applied" or "POST /api/partner/awg-params/applied" or "POST /api/partner/deregister" => new Answer(204),
            "POST /api/partner/reattach" => new Answer(200, ConfigText()),
            "POST /api/partner/edge-report" => new Answer(
                200, $"ACCEPTED=1\nDUPLICATE=0\nSERVER_TIME=2026-05-19T10:00:00Z\nNEXT_INTERVAL_S=60\n{Commands}"),
            _ => Refuse(404, "not_found"),
        };
    }

    private Answer Register(Call call)
    {
        if (call.Bearer != RegistrationToken)
            return Refuse(401, "invalid_token");
        var key = call.Headers.GetValueOrDefault("idempotency-key");
        if (_redeemed && key != _idempotencyKey)
            return Refuse(409, "token_already_used");
        var status = _redeemed ? 200 : 201;
        _redeemed = true;
        _idempotencyKey = key;
        return new Answer(status, ConfigText() + $"SERVICE_TOKEN={ServiceToken}\nCROSS_PROBE_TOKEN=xprb_abcdefgh\n");
    }

    private Answer NodeConfig(Call call)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{Epoch}\"");
        return call.Headers.GetValueOrDefault("if-none-match") == tag ? new Answer(304) { EntityTag = tag } : new Answer(200, ConfigText()) { EntityTag = tag };
    }

    private Answer File(string name)
    {
        if (name == "SHA256SUMS")
            return new Answer(200, string.Concat(Names().Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content(file))))}  {file}\n")));
        if (Tampered.TryGetValue(name, out var tampered))
            return new Answer(200, tampered);
        return Names().Contains(name) ? new Answer(200, Content(name)) : new Answer(404);
    }

    private IEnumerable<string> Names() => Directory.EnumerateFiles(RepositoryRoot.Scripts, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryRoot.Scripts, file)).Concat(Files.Keys).Distinct().Order(StringComparer.Ordinal);

    private string Content(string name) => Files.TryGetValue(name, out var changed) ? changed : System.IO.File.ReadAllText(Path.Combine(RepositoryRoot.Scripts, name));
}
