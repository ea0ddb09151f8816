using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>Partners and edges of a host: as their operator, their owner and their agents see it.</summary>
internal sealed class EdgeFleet : IDisposable
{
    /// <summary>What is secret in the catalog: no operator's answer may hold it.</summary>
    public const string SecretMark = "only-edges-may-see-this";

    public const string Healthy = "caddy_reverse_proxy_upstreams_healthy{upstream=\"xray-client:3080\"} 1\n";
    public const string Unhealthy = "caddy_reverse_proxy_upstreams_healthy{upstream=\"xray-client:3080\"} 0\n";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };

    private readonly HostProcess _host;

    private EdgeFleet(HostProcess host, ApiClient @operator, ApiClient owner, string partner)
    {
        (_host, Operator, Owner, Partner) = (host, @operator, owner, partner);
    }

    public ApiClient Operator { get; }

    /// <summary>Owner of the organisation that the partner belongs to.</summary>
    public ApiClient Owner { get; }

    public string Partner { get; }

    /// <summary>A partner of its own in an organisation of its own, and a catalog.</summary>
    public static async Task<EdgeFleet> CreateAsync(HostProcess host, string partner, JsonObject? more = null, JsonObject? catalog = null)
    {
        var fleet = new EdgeFleet(
            host, await ApiClient.SignInAsync(host), await ApiClient.SignUpAsync(host, $"{partner}-owner@example.com"), partner);
        (await fleet.AsOperatorAsync(HttpMethod.Put, "/api/edges/catalog", catalog ?? Catalog())).Expect(200);
        var body = new JsonObject { ["id"] = partner, ["organizationId"] = fleet.Owner.Organization, ["displayName"] = $"Partner {partner}" };
        foreach (var (name, value) in more ?? [])
            body[name] = value?.DeepClone();
        (await fleet.AsOperatorAsync(HttpMethod.Post, "/api/partners", body)).Expect(201);
        return fleet;
    }

    public static JsonObject Catalog(string version = "h1") => new()
    {
        ["keys_version"] = version,
        ["channels_version"] = "c1",
        ["backend_endpoint"] = "central.example.com:5349",
        ["sfu_signing_public_key"] = "c2Z1LXB1YmxpYw==",
        ["signaling_sfu_secret"] = SecretMark + "-sfu",
        ["reality"] = new JsonObject { ["public_key"] = "reality-public-key", ["encryption"] = SecretMark + "-mlkem", ["server_names"] = new JsonArray("www.samsung.com", "www.example.org") },
        ["hysteria2"] = new JsonObject { ["server"] = "hy2.example.com", ["port"] = 8443, ["auth_pass"] = SecretMark + "-hy2", ["obfs_pass"] = SecretMark + "-obfs" },
        ["awg"] = new JsonObject { ["motherly_pubkey"] = "awg-public", ["motherly_endpoint"] = "198.51.100.1:51820", ["motherly_awg_ip"] = "10.9.0.2", ["jc"] = 4, ["jmin"] = 40, ["jmax"] = 70 },
    };

    public Task<EdgeAnswer> AsOperatorAsync(HttpMethod method, string path, JsonNode? body = null) => AsAsync(Operator, method, path, body);

    public Task<EdgeAnswer> AsOwnerAsync(HttpMethod method, string path, JsonNode? body = null) => AsAsync(Owner, method, path, body);

    public Task<EdgeAnswer> AsAsync(ApiClient client, HttpMethod method, string path, JsonNode? body = null) =>
        SendAsync(method, new Uri(_host.Control, path), body is null ? null : Json(body), ("authorization", $"Bearer {client.Token}"));

    /// <summary>A registration token.</summary>
    public async Task<string> TokenAsync(JsonObject? body = null) =>
        (string)(await AsOwnerAsync(HttpMethod.Post, $"/api/partners/{Partner}/tokens", body ?? [])).Expect(201).Json["token"]!;

    public JsonObject Registration(string token, string? domain = null) => new()
    {
        ["partner_id"] = Partner,
        ["domain"] = domain ?? $"{Partner}.example.com",
        ["token"] = token,
        ["public_ip"] = "198.51.100.7",
        ["region"] = "pl-waw",
        ["serve_countries"] = new JsonArray("RU", "BY"),
        ["tunnel"] = "vless",
        ["reality_public_key"] = "ZWRnZS1yZWFsaXR5LXB1YmxpYw",
        ["reality_uuid"] = "11111111-2222-3333-4444-555555555555",
        ["channels_wanted"] = new JsonArray("xray", "awg"),
        ["a_field_of_tomorrow"] = new JsonObject { ["x"] = 1 },
    };

    /// <summary>A registered edge, with a domain below the partner's.</summary>
    public async Task<EdgeNode> RegisterAsync(string? name = null)
    {
        var answer = (await PostAsync("register", Registration(await TokenAsync(), name is null ? null : $"{name}.{Partner}.example.com"))).Expect(201);
        return new EdgeNode(this, (string)answer.Json["node_id"]!, (string)answer.Json["service_token"]!, answer.Json);
    }

    /// <summary>A call of an agent.</summary>
    public Task<EdgeAnswer> PostAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => PostAsync(path, Json(body), headers);

    public Task<EdgeAnswer> PostAsync(string path, HttpContent? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, new Uri(_host.Ingress, "/api/partner/" + path), body, headers);

    public Task<EdgeAnswer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, new Uri(_host.Ingress, path), null, headers);

    /// <summary>Events of an edge, newest first.</summary>
    public async Task<JsonArray> EventsAsync(string nodeId) =>
        (await AsOwnerAsync(HttpMethod.Get, $"/api/edges/{nodeId}/events?limit=200")).Expect(200).Json["events"]!.AsArray();

    public static HttpContent Json(JsonNode body) => new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    public static async Task<EdgeAnswer> SendAsync(HttpMethod method, Uri url, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new EdgeAnswer((int)answer.StatusCode, text, Collect(answer.Headers, answer.Content.Headers));
    }

    public void Dispose()
    {
        Operator.Dispose();
        Owner.Dispose();
    }

    private static Dictionary<string, string> Collect(params HttpHeaders[] all) =>
        all.SelectMany(headers => headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value));
}

/// <summary>An edge as its agent knows it.</summary>
internal sealed class EdgeNode(EdgeFleet fleet, string nodeId, string token, JsonNode config)
{
    private long _seq;

    public string NodeId => nodeId;

    public string Token => token;

    /// <summary>What the registration answered.</summary>
    public JsonNode Config => config;

    public (string Name, string Value) Bearer => ("authorization", $"Bearer {token}");

    public string BootId { get; set; } = "boot-1";

    /// <summary>The next report, as JSON.</summary>
    public JsonObject Report(string metrics, string channels = "xray=active\n") => new()
    {
        ["schema"] = 1,
        ["node_id"] = nodeId,
        ["seq"] = ++_seq,
        ["boot_id"] = BootId,
        ["sent_at"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["reason"] = "tick",
        ["interval_s"] = 60,
        ["upstreams"] = new JsonObject { ["ok"] = true, ["http_status"] = 200, ["text"] = metrics },
        ["channels"] = new JsonObject { ["ok"] = true, ["text"] = channels },
    };

    public Task<EdgeAnswer> PostAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => fleet.PostAsync(path, body, [Bearer, .. headers]);

    public Task<EdgeAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => fleet.GetAsync("/api/partner/" + path, [Bearer, .. headers]);

    /// <summary>Sends a report until the edge's budget admits it.</summary>
    public async Task<EdgeAnswer> ReportAsync(JsonNode report, params (string Name, string Value)[] headers)
    {
        EdgeAnswer? answer = null;
        await Wait.UntilAsync(
            async () => (answer = await PostAsync("edge-report", report.DeepClone(), headers)).Status != 429,
            () => $"the report is taken; the last answer was {answer?.Text}", TimeSpan.FromSeconds(30));
        return answer!;
    }

    public Task<EdgeAnswer> ReportAsync(string metrics, string channels = "xray=active\n") => ReportAsync(Report(metrics, channels));
}
