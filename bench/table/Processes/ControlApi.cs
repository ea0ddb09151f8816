using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Bench.Table.Processes;

/// <summary>Makes organisations, accounts and workflows the way an operator does.</summary>
internal sealed class ControlApi(string url) : IDisposable
{
    private const string Workflow = """{"name":"bench","dsl":{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram"}},"nodes":[{"id":"n1","type":"agent.execute"}]}}""";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Waits for the first operator, who is made after the start.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        JsonNode? session = null;
        var credentials = new JsonObject { ["email"] = RuntimeServer.Email, ["password"] = RuntimeServer.Password };
        _ = await Waiting.ForAsync(
            async () => (session = await SendAsync(HttpMethod.Post, "/v1/auth/login", credentials)) is not null,
            TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(200), cancellationToken) ?? throw new TimeoutException("There was no sign-in within a minute.");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session?["session"]?["token"]);
    }

    /// <returns>Its id.</returns>
    public async Task<string> CreateOrganizationAsync(string name, string agentKind)
    {
        var created = await SendAsync(HttpMethod.Post, "/v1/orgs", new JsonObject { ["name"] = name });
        var id = (string)created!["organization"]!["id"]!;
        _http.DefaultRequestHeaders.Remove("x-org-id");
        _http.DefaultRequestHeaders.Add("x-org-id", id);
        await SendAsync(HttpMethod.Patch, $"/v1/orgs/{id}", new JsonObject { ["agentKind"] = agentKind });
        return id;
    }

    /// <returns>Its ingress path.</returns>
    public async Task<string> CreateAccountAsync(string organization, string key, string policy, string? webhookUrl)
    {
        var body = new JsonObject { ["channelId"] = "telegram", ["accountKey"] = key, ["dmPolicy"] = policy };
        if (webhookUrl is not null)
            body["webhookUrl"] = webhookUrl;
        var account = await SendAsync(HttpMethod.Post, $"/v1/orgs/{organization}/channels/accounts", body);
        if (policy == "open")
            await SendAsync(HttpMethod.Put, $"/v1/orgs/{organization}/channels/accounts/{account!["account"]!["id"]}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        return $"/ingress/channels/telegram/{key}";
    }

    /// <summary>One that fires on each message.</summary>
    public async Task PublishWorkflowAsync(string organization)
    {
        var workflow = await SendAsync(HttpMethod.Post, $"/v1/orgs/{organization}/workflows", JsonNode.Parse(Workflow));
        await SendAsync(HttpMethod.Post, $"/v1/orgs/{organization}/workflows/{workflow!["workflow"]!["id"]}/publish", new JsonObject());
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Null when the caller is not known.</returns>
    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, url + path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return null;
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text) : throw new InvalidOperationException($"{method} {path} was answered {(int)answer.StatusCode}: {text}");
    }
}
