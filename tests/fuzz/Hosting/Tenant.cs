using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Fuzz.Hosting;

/// <summary>Somebody with an organisation of their own, who uses the control API as they should.</summary>
internal sealed class Tenant(FuzzHost host) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Token { get; private set; } = "";

    public string Organization { get; private set; } = "";

    public string UserId { get; private set; } = "";

    public static async Task<Tenant> SignUpAsync(FuzzHost host, string email)
    {
        var tenant = new Tenant(host);
        await tenant.EnterAsync("/v1/auth/signup", email);
        return tenant;
    }

    /// <summary>The operator of the host.</summary>
    public static async Task<Tenant> SignInAsync(FuzzHost host)
    {
        var tenant = new Tenant(host);
        await tenant.EnterAsync("/v1/auth/login", FuzzHost.OperatorEmail);
        return tenant;
    }

    /// <summary>Calls a route below the organisation, which must go well.</summary>
    public Task<JsonNode> CallAsync(HttpMethod method, string path, JsonNode? body = null) => SendAsync(host.ControlPort, method, $"/v1/orgs/{Organization}{path}", body);

    public Task<JsonNode> IngressAsync(string path, JsonNode body) => SendAsync(host.IngressPort, HttpMethod.Post, path, body);

    /// <summary>An account that lets everybody in.</summary>
    public async Task<(string Id, string IngressPath)> AddAccountAsync(string channel, string key, bool open, params (string Name, string Value)[] secrets)
    {
        var created = await CallAsync(HttpMethod.Post, "/channels/accounts", new JsonObject
        {
            ["channelId"] = channel, ["accountKey"] = key, ["requireMentionInGroup"] = false,
            ["dmPolicy"] = open ? "open" : "pairing", ["groupPolicy"] = open ? "open" : "allowlist",
        });
        var id = (string)created["account"]!["id"]!;
        if (open)
            await CallAsync(HttpMethod.Put, $"/channels/accounts/{id}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        foreach (var (name, value) in secrets)
            await CallAsync(HttpMethod.Post, $"/channels/accounts/{id}/secrets", new JsonObject { ["name"] = name, ["value"] = value });
        return (id, (string)created["account"]!["ingressPath"]!);
    }

    /// <summary>A worker's claim of one run.</summary>
    public async Task<JsonNode> ClaimAsync(string workerToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{host.ControlPort}/internal/v1/work/claim"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", workerToken);
        request.Content = new StringContent("""{"worker":"w","waitSeconds":5}""", Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(text)?.AsObject().First().Value is JsonArray { Count: 1 } work ? work[0]! : throw new InvalidOperationException($"There is no work: {text}");
    }

    public void Dispose() => _http.Dispose();

    private async Task EnterAsync(string path, string email)
    {
        var session = await SendAsync(host.ControlPort, HttpMethod.Post, path, new JsonObject { ["email"] = email, ["password"] = FuzzHost.Password });
        Token = (string)session["session"]!["token"]!;
        var me = await SendAsync(host.ControlPort, HttpMethod.Get, "/v1/me", null);
        Organization = (string)me["defaultOrgId"]!;
        UserId = (string)me["user"]!["id"]!;
    }

    private async Task<JsonNode> SendAsync(int port, HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{port}{path}"));
        if (Token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (Organization.Length > 0)
            request.Headers.TryAddWithoutValidation("x-org-id", Organization);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
