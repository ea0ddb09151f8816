using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>What tests of channels ask of a host again and again.</summary>
internal static class ChannelCalls
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Posts JSON with headers of the test's own.</summary>
    public static Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(Uri url, JsonNode? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, url, body, headers);

    public static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        HttpMethod method, Uri url, JsonNode? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Somebody new, with an organisation of their own and this kind of agent.</summary>
    public static async Task<ApiClient> NewOrganizationAsync(this HostProcess host, string name, string agentKind = "echo")
    {
        var client = await ApiClient.SignUpAsync(host, $"{name}@example.com");
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = agentKind });
        return client;
    }

    /// <summary>An account that lets everybody in, with the bot's token when there is one.</summary>
    /// <returns>Id of the account.</returns>
    public static async Task<string> AddPublicAccountAsync(this ApiClient client, string channel, string key, string? botToken = null, JsonObject? more = null)
    {
        var fields = new JsonObject { ["dmPolicy"] = "open", ["groupPolicy"] = "open", ["requireMentionInGroup"] = false };
        foreach (var (name, value) in more ?? [])
            fields[name] = value?.DeepClone();
        var account = await client.AddAccountAsync(channel, key, fields);
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        if (botToken is not null)
            await client.AddSecretAsync(account, "botToken", botToken);
        return account;
    }

    public static Task AddSecretAsync(this ApiClient client, string account, string name, string value) =>
        client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/secrets", new JsonObject { ["name"] = name, ["value"] = value });

    public static Task RotateSecretAsync(this ApiClient client, string account, string name, string value, int overlapSeconds) =>
        client.OrganizationAsync(
            HttpMethod.Put, $"/channels/accounts/{account}/secrets/{name}", new JsonObject { ["value"] = value, ["overlapSeconds"] = overlapSeconds });

    public static Task ActAsync(this ApiClient client, string account, string action) =>
        client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/actions/{action}");

    public static async Task<JsonNode> AccountAsync(this ApiClient client, string account) =>
        (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}"))["account"]!;

    /// <summary>Sends a message and expects it to be let in.</summary>
    public static async Task<JsonNode> AcceptedAsync(this ApiClient client, string channel, string key, JsonNode body)
    {
        var (status, answer) = await client.IngressAsync(channel, key, body);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.True((string?)answer!["reason"] == "accepted", answer.ToJsonString());
        return answer;
    }

    /// <summary>Entries of a conversation in the order they were queued.</summary>
    public static async Task<List<JsonNode>> OutboxAsync(this ApiClient client, string conversation)
    {
        var found = await client.OrganizationAsync(HttpMethod.Get, $"/outbox?conversationId={Uri.EscapeDataString(conversation)}&limit=200");
        return [.. found["entries"]!.AsArray().Select(entry => entry!).OrderBy(entry => (long)entry["seq"]!)];
    }

    public static Task<List<JsonNode>> OutboxAsync(this ApiClient client, long chat) => client.OutboxAsync(chat.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until the entries of a conversation have these statuses.</summary>
    public static async Task<List<JsonNode>> OutboxReachesAsync(this ApiClient client, string conversation, params string[] statuses)
    {
        List<JsonNode> entries = [];
        await Wait.UntilAsync(
            async () => (entries = await client.OutboxAsync(conversation)).Select(entry => (string)entry["status"]!).SequenceEqual(statuses),
            () => $"the outbox of {conversation} is {string.Join(", ", statuses)}; it is {string.Join(", ", entries.Select(entry => entry.ToJsonString()))}",
            VendorHost.Patience);
        return entries;
    }

    public static Task<List<JsonNode>> OutboxReachesAsync(this ApiClient client, long chat, params string[] statuses) =>
        client.OutboxReachesAsync(chat.ToString(CultureInfo.InvariantCulture), statuses);

    /// <summary>Waits until an account shows this status.</summary>
    public static async Task<JsonNode> AccountReachesAsync(this ApiClient client, string account, string status)
    {
        JsonNode? seen = null;
        await Wait.UntilAsync(
            async () => (string?)(seen = await client.AccountAsync(account))["status"] == status,
            () => $"the account is {status}; it is {seen?["status"]}: {seen?["lastError"]}",
            VendorHost.Patience);
        return seen!;
    }

    /// <summary>A worker's call with its token.</summary>
    public static Task<(HttpStatusCode Status, JsonNode? Body)> WorkAsync(this HostProcess host, string token, string path, JsonObject body) =>
        PostAsync(new Uri(host.Control, "/internal/v1/work" + path), body, ("authorization", new AuthenticationHeaderValue("Bearer", token).ToString()));
}
