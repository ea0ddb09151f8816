using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>Messages in the body that every channel takes, and accounts that take them.</summary>
internal static class Messages
{
    public static JsonObject Direct(string id, string text = "hello", string sender = "u-1") => new()
    {
        ["senderId"] = sender,
        ["conversationId"] = $"dm:{sender}",
        ["text"] = text,
        ["messageId"] = id,
        ["isDirectMessage"] = true,
    };

    /// <summary>An account that everybody may talk to.</summary>
    public static async Task<string> AddOpenAccountAsync(this ApiClient client, string channel, string key, JsonObject? more = null)
    {
        more ??= [];
        more["dmPolicy"] = "open";
        var account = await client.AddAccountAsync(channel, key, more);
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        return account;
    }

    /// <summary>Reason code of a message's answer, which must be 202.</summary>
    public static async Task<string?> ReasonOfAsync(this ApiClient client, string channel, string key, JsonNode message)
    {
        var (status, answer) = await client.IngressAsync(channel, key, message);
        Assert.True((int)status == 202, $"{channel}/{key} answered {(int)status}: {answer?.ToJsonString()}");
        return (string?)answer!["reason"];
    }
}
