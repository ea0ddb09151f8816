using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>The control API and the ingress of a host, as an operator's script uses them.</summary>
public sealed class ApiClient(HostProcess host) : IDisposable
{
    public const string Email = "operator@example.com";
    public const string Password = "correct horse battery";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };

    public string Organization { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>Signs in as the operator that the host made at its first start.</summary>
    public static async Task<ApiClient> SignInAsync(HostProcess host, string email = Email, string password = Password)
    {
        var client = new ApiClient(host);
        JsonNode? session = null;
        await Wait.UntilAsync(
            async () =>
            {
                var (status, body) = await client.SendAsync(HttpMethod.Post, new Uri(host.Control, "/v1/auth/login"), new JsonObject { ["email"] = email, ["password"] = password });
                session = body;
                return status == HttpStatusCode.OK;
            },
            () => $"{email} can sign in; the last answer was {session?.ToJsonString()}",
            TimeSpan.FromSeconds(30));
        client.Token = (string)session!["session"]!["token"]!;
        var (_, me) = await client.SendAsync(HttpMethod.Get, new Uri(host.Control, "/v1/me"));
        client.Organization = (string)me!["defaultOrgId"]!;
        return client;
    }

    /// <summary>Signs up somebody new, with an organisation of their own.</summary>
    public static async Task<ApiClient> SignUpAsync(HostProcess host, string email)
    {
        var client = new ApiClient(host);
        var (status, session) = await client.SendAsync(HttpMethod.Post, new Uri(host.Control, "/v1/auth/signup"), new JsonObject { ["email"] = email, ["password"] = Password });
        Assert.Equal(HttpStatusCode.Created, status);
        client.Token = (string)session!["session"]!["token"]!;
        var (_, me) = await client.SendAsync(HttpMethod.Get, new Uri(host.Control, "/v1/me"));
        client.Organization = (string)me!["defaultOrgId"]!;
        return client;
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> InOrganizationAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendAsync(method, new Uri(host.Control, $"/v1/orgs/{Organization}{path}"), body);

    /// <summary>The same, and it must go well.</summary>
    public async Task<JsonNode> OrganizationAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, answer) = await InOrganizationAsync(method, path, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path} answered {(int)status}: {answer?.ToJsonString()}");
        return answer!;
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> ControlAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendAsync(method, new Uri(host.Control, path), body);

    public Task<(HttpStatusCode Status, JsonNode? Body)> IngressAsync(string channel, string key, JsonNode body) =>
        SendAsync(HttpMethod.Post, new Uri(host.Ingress, $"/ingress/channels/{channel}/{key}"), body);

    /// <returns>Id of the account.</returns>
    public async Task<string> AddAccountAsync(string channel, string key, JsonObject? more = null)
    {
        var body = new JsonObject { ["channelId"] = channel, ["accountKey"] = key };
        foreach (var (name, value) in more ?? [])
            body[name] = value?.DeepClone();
        var created = await OrganizationAsync(HttpMethod.Post, "/channels/accounts", body);
        return (string)created["account"]!["id"]!;
    }

    /// <summary>A published workflow that fires on every message of a channel.</summary>
    public async Task<string> AddWorkflowAsync(string channel, string? contains = null)
    {
        var config = new JsonObject { ["channelId"] = channel };
        if (contains is not null)
            config["match"] = new JsonObject { ["textContains"] = contains };
        var workflow = await OrganizationAsync(
            HttpMethod.Post,
            "/workflows",
            new JsonObject
            {
                ["name"] = $"on {channel}",
                ["dsl"] = new JsonObject
                {
                    ["version"] = "v2",
                    ["trigger"] = new JsonObject { ["type"] = "trigger.channel", ["config"] = config },
                    ["nodes"] = new JsonArray(new JsonObject { ["id"] = "n1", ["type"] = "agent.execute" }),
                },
            });
        var id = (string)workflow["workflow"]!["id"]!;
        await OrganizationAsync(HttpMethod.Post, $"/workflows/{id}/publish", new JsonObject());
        return id;
    }

    public async Task<JsonArray> RunsAsync(string workflow) =>
        (await OrganizationAsync(HttpMethod.Get, $"/workflows/{workflow}/runs?limit=200"))["runs"]!.AsArray();

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, Uri url, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (Token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (Organization.Length > 0)
            request.Headers.TryAddWithoutValidation("x-org-id", Organization);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public void Dispose() => _http.Dispose();
}
