using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Discord's gateway through the whole runtime: a dropped socket, a session that is gone, a token that was closed.</summary>
public sealed class DiscordGatewayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_dropped_socket_is_resumed_a_lost_session_begun_anew_and_a_closed_token_left_alone()
    {
        using var data = new TemporaryFolder();
        await using var discord = await FakeDiscord.StartAsync();
        await using var telegram = await FakeTelegram.StartAsync();
        await using var host = await HostProcess.StartReadyAsync(
            data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string> { ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1", ["TELEGRAM_API_BASE_URL"] = telegram.Url.ToString() },
            "--no-demo");
        using var client = await ApiClient.SignInAsync(host);
        var account = await ConnectAsync(client, discord);

        await discord.DispatchAsync("MESSAGE_CREATE", Message("41", "first"));
        await StoredAsync(client, account, "first");
        discord.Sockets.All[^1].Drop();
        await discord.DispatchAsync("MESSAGE_CREATE", Message("42", "while away"), connected: false);
        await StoredAsync(client, account, "while away", "first");

        await discord.Sockets.WaitForCountAsync(2, Patience);
        discord.ForgetSessions();
        discord.Sockets.All[^1].Drop();
        await discord.Sockets.WaitForCountAsync(4, Patience);
        await Wait.UntilAsync(async () => await AccountAsync(client, account, "status") == "running", () => "it runs with a new session", Patience);
        await discord.DispatchAsync("MESSAGE_CREATE", Message("43", "anew"));
        await StoredAsync(client, account, "anew", "while away", "first");

        discord.RefusesWith = 4004;
        discord.ForgetSessions();
        discord.Sockets.All[^1].Drop();
        await Wait.UntilAsync(async () => await AccountAsync(client, account, "status") == "error", () => "the closed token shows", Patience);
        var tries = discord.Sockets.Count;
        await AnotherLookAsync(client, telegram);
        Assert.Equal(tries, discord.Sockets.Count);
        Assert.NotNull(await AccountAsync(client, account, "lastError"));
    }

    private static async Task<string> ConnectAsync(ApiClient client, FakeDiscord discord)
    {
        var account = await client.AddAccountAsync(
            "discord",
            "gateway",
            new JsonObject
            {
                ["groupPolicy"] = "open",
                ["requireMentionInGroup"] = false,
                ["metadata"] = new JsonObject { ["receive"] = "socket", ["apiBaseUrl"] = discord.ApiBaseUrl },
            });
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/secrets", new JsonObject { ["name"] = "botToken", ["value"] = FakeDiscord.BotToken });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/actions/start");
        await Wait.UntilAsync(async () => await AccountAsync(client, account, "lastSeenAt") is not null, () => "the gateway is connected", Patience);
        return account;
    }

    /// <summary>An account that is started later is connected later: by then the supervisor has looked at all others again.</summary>
    private static async Task AnotherLookAsync(ApiClient client, FakeTelegram telegram)
    {
        var account = await client.AddAccountAsync("telegram", "later", new JsonObject { ["metadata"] = new JsonObject { ["receive"] = "polling" } });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/secrets", new JsonObject { ["name"] = "botToken", ["value"] = telegram.BotToken });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/actions/start");
        await Wait.UntilAsync(async () => await AccountAsync(client, account, "lastSeenAt") is not null, () => "the later account is connected", Patience);
    }

    private static Task StoredAsync(ApiClient client, string account, params string[] texts)
    {
        string[] stored = [];
        return Wait.UntilAsync(
            async () => (stored = [.. (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray()
                .Select(message => (string)message!["text"]!)]).SequenceEqual(texts),
            () => $"the messages are {string.Join(", ", texts)}; they are {string.Join(", ", stored)}",
            Patience);
    }

    private static async Task<string?> AccountAsync(ApiClient client, string account, string field) =>
        (string?)(await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}"))["account"]![field];

    private static JsonObject Message(string id, string text) => new()
    {
        ["id"] = id,
        ["channel_id"] = "700",
        ["guild_id"] = "800",
        ["content"] = text,
        ["author"] = new JsonObject { ["id"] = "600", ["username"] = "sam" },
    };
}
