using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What keeps commands safe is counted and shown, and shown to operators only.</summary>
[Collection(RoomsCollection.Name)]
public sealed class GuardrailTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "12")]
    public async Task What_was_blocked_is_counted_and_the_page_says_what_the_switch_says()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(false);
        var before = (await rooms.ApiAsync(HttpMethod.Get, "/guardrails"))["summary"]!;
        room.Say("/ops run hourly", room.Allowed);
        await room.InTelegramAsync("mutations_disabled");
        Assert.Equal(("Disabled", "Mutations Disabled"), await TilesAsync());
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run hourly", "6" + room.Allowed);
        await room.InTelegramAsync("unauthorized");
        Assert.Equal(("Enabled", "Unauthorized"), await TilesAsync());
        room.Say("/ops cancel run_0", room.Allowed);
        await room.InTelegramAsync("run_not_found");
        Assert.Equal(("Enabled", "Authorized"), await TilesAsync());

        var guardrails = await rooms.ApiAsync(HttpMethod.Get, "/guardrails");
        Assert.True((bool)guardrails["mutationEnabled"]!);
        Assert.NotNull((string?)guardrails["expiresAt"]);
        var after = guardrails["summary"]!;
        Assert.Equal("authorized", (string)after["latestAuthzStatus"]!);
        Assert.Equal((1, 1, 1, 0), (Grown("authorized"), Grown("unauthorized"), Grown("mutationsDisabled"), Grown("unknown")));
        Assert.Equal(2, (int)after["lifetimeBlocked"]! - (int)before["lifetimeBlocked"]!);
        Assert.Equal(2, (int)after["dayBlocked"]! - (int)before["dayBlocked"]!);
        Assert.InRange((int)after["blocked"]!, 2, 30);
        Assert.InRange((int)after["counts"]!["authorized"]! + (int)after["counts"]!["unauthorized"]! + (int)after["counts"]!["mutationsDisabled"]!, 3, 30);

        int Grown(string status) => (int)after["lifetime"]![status]! - (int)before["lifetime"]![status]!;
    }

    [Fact]
    [Trait("acceptance", "12")]
    public async Task Nobody_but_operators_may_look_or_change_anything()
    {
        using var member = await ApiClient.SignUpAsync(rooms.Host, "member-of-no-room@example.com");
        foreach (var path in new[] { "/config", "/rooms", "/messages", "/timeline", "/guardrails", "/connections", "/dlq", "/pending", "/health" })
            Assert.Equal(HttpStatusCode.Forbidden, (await member.ControlAsync(HttpMethod.Get, "/api/chatops" + path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.ControlAsync(HttpMethod.Post, "/api/chatops/mutations", new JsonObject { ["enabled"] = true, ["reason"] = "x" })).Status);
        var config = (await rooms.ApiAsync(HttpMethod.Get, "/config")).ToJsonString();
        Assert.Contains("\"enabled\":true", config, StringComparison.Ordinal);
        Assert.DoesNotContain(rooms.Telegram.BotToken, config, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeGitHub.Token, config, StringComparison.Ordinal);

        Assert.InRange((await rooms.PageAsync(null)).Status, 302, 303);
        Assert.InRange((await rooms.PageAsync("member-of-no-room@example.com")).Status, 302, 303);
    }

    /// <summary>What the page says of the switch, and of the newest action.</summary>
    private async Task<(string Switch, string Authz)> TilesAsync()
    {
        var page = await rooms.PageAsync(ApiClient.Email);
        Assert.Equal(200, page.Status);
        return (Tile("chatops-guardrail-mutation-state", "Enabled", "Disabled", "No data"), Tile("chatops-guardrail-authz-status", "Unauthorized", "Mutations Disabled", "Authorized", "No data"));

        string Tile(string id, params string[] words)
        {
            var start = page.Text.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
            Assert.True(start > 0, $"the page has no {id}");
            var tile = page.Text[start..page.Text.IndexOf("</div>", start, StringComparison.Ordinal)];
            return words.First(word => tile.Contains(word, StringComparison.Ordinal));
        }
    }
}
