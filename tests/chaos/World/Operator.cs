using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Chaos.World;

/// <summary>Sets the runtime up through its control API, and redrives dead letters afterwards.</summary>
internal sealed class Operator(Uri control) : IDisposable
{
    public const string Email = "operator@example.com";
    public const string Password = "correct horse battery";
    public const string TelegramKey = "chaos";
    public const string BridgeKey = "bridge";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private string _organization = "";

    public async Task SignInAsync()
    {
        JsonNode? session = null;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    session = await SendAsync(HttpMethod.Post, "/v1/auth/login", new JsonObject { ["email"] = Email, ["password"] = Password });
                    return true;
                }
                catch (InvalidOperationException)
                {
                    // The first operator is made a moment after the first start.
                    return false;
                }
            },
            "the operator can sign in",
            Patience);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)session!["session"]!["token"]!);
        _organization = (string)(await SendAsync(HttpMethod.Get, "/v1/me", null))!["defaultOrgId"]!;
        _http.DefaultRequestHeaders.Add("x-org-id", _organization);
    }

    /// <summary>An echo agent, a bot that polls and takes webhooks, a bridge, and for each channel a workflow for all messages and one for some.</summary>
    public async Task<Expectations> SetUpAsync(string botToken, Uri bridge)
    {
        await InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        var telegram = await AddAccountAsync("telegram", TelegramKey, new JsonObject { ["metadata"] = new JsonObject { ["receive"] = "polling" } });
        await InOrganizationAsync(HttpMethod.Post, $"/channels/accounts/{telegram}/secrets", new JsonObject { ["name"] = "botToken", ["value"] = botToken });
        await AddAccountAsync("zalouser", BridgeKey, new JsonObject { ["webhookUrl"] = bridge.ToString() });
        List<WorkflowExpectation> workflows = [];
        foreach (var channel in new[] { "telegram", "zalouser" })
        {
            workflows.Add(new WorkflowExpectation(await AddWorkflowAsync(channel, null), channel, null));
            workflows.Add(new WorkflowExpectation(await AddWorkflowAsync(channel, "even"), channel, "even"));
        }

        await InOrganizationAsync(HttpMethod.Post, $"/channels/accounts/{telegram}/actions/start");
        return new Expectations(workflows);
    }

    /// <summary>Redrives dead letters, at most a thousand.</summary>
    public Task RedriveAsync(IEnumerable<Guid> ids) =>
        InOrganizationAsync(HttpMethod.Post, "/dead-letters/redrive", new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id.ToString()))]) });

    public void Dispose() => _http.Dispose();

    private async Task<string> AddAccountAsync(string channel, string key, JsonObject more)
    {
        more["channelId"] = channel;
        more["accountKey"] = key;
        more["dmPolicy"] = "open";
        var account = (string)(await InOrganizationAsync(HttpMethod.Post, "/channels/accounts", more))!["account"]!["id"]!;
        await InOrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        return account;
    }

    private async Task<Guid> AddWorkflowAsync(string channel, string? contains)
    {
        var config = new JsonObject { ["channelId"] = channel };
        if (contains is not null)
            config["match"] = new JsonObject { ["textContains"] = contains };
        var made = await InOrganizationAsync(HttpMethod.Post, "/workflows", new JsonObject
        {
            ["name"] = $"on {channel} {contains}",
            ["dsl"] = new JsonObject
            {
                ["version"] = "v2",
                ["trigger"] = new JsonObject { ["type"] = "trigger.channel", ["config"] = config },
                ["nodes"] = new JsonArray(new JsonObject { ["id"] = "n1", ["type"] = "agent.execute" }),
            },
        });
        var id = (string)made!["workflow"]!["id"]!;
        await InOrganizationAsync(HttpMethod.Post, $"/workflows/{id}/publish", new JsonObject());
        return Guid.Parse(id);
    }

    private Task<JsonNode?> InOrganizationAsync(HttpMethod method, string path, JsonNode? body = null) => SendAsync(method, $"/v1/orgs/{_organization}{path}", body);

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(control, path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous
            ? text.Length == 0 ? null : JsonNode.Parse(text)
            : throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }
}
