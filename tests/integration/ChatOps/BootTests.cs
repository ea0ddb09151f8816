using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What a configuration makes: rooms and bindings, once, and nothing that is another room's.</summary>
[Collection(RoomsCollection.Name)]
public sealed class BootTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "1")]
    public async Task Each_fault_of_the_configuration_is_told_at_once_and_nothing_starts()
    {
        var command = await VespidCommand.RunAsync(
            new Dictionary<string, string> { ["CONTENTOPS_CHAT_ENABLED"] = "true", ["TELEGRAM_CHAT_ID"] = "-100", ["VESPID_DATA_DIR"] = rooms.DataFolder }, "check-config", "--json");
        Assert.NotEqual(0, command.ExitCode);
        Assert.Contains("chat_config_missing:TELEGRAM_BOT_TOKEN", command.Output, StringComparison.Ordinal);
        Assert.Contains("chat_config_missing:DISCORD_BOT_TOKEN", command.Output, StringComparison.Ordinal);
        Assert.Contains("chat_binding_incomplete", command.Output, StringComparison.Ordinal);

        using var data = new TemporaryFolder();
        var run = await VespidCommand.RunAsync(new Dictionary<string, string> { ["CONTENTOPS_CHAT_ENABLED"] = "true", ["VESPID_DATA_DIR"] = data.Path }, "run", "--no-demo");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("chat_config_missing:TELEGRAM_BOT_TOKEN", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("chat_config_missing:DISCORD_BOT_TOKEN", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("acceptance", "2")]
    public async Task A_second_bootstrap_makes_no_third_binding()
    {
        var again = await rooms.ApiAsync(HttpMethod.Post, "/bootstrap");
        Assert.Equal(0, (int)again["claimed"]!);
        Assert.Equal(2, (await rooms.NewRoom().BindingsAsync()).Count);
    }

    [Fact]
    [Trait("acceptance", "2")]
    [Trait("acceptance", "9")]
    public async Task Another_configuration_takes_no_address_from_its_room_and_says_what_it_lacks()
    {
        var (room, other) = (rooms.NewRoom(), rooms.NewRoom());
        var document = rooms.Document();
        document.Remove("run");
        var configured = document["bindings"]!.AsArray();
        // The second room now wants the first one's channel, and the first one nothing of the kind.
        configured.First(one => (string)one!["room_id"]! == room.Id)!["bindings"]!.AsArray().RemoveAt(1);
        configured.First(one => (string)one!["room_id"]! == other.Id)!["bindings"]![1]!["external_id"] = room.Channel;
        try
        {
            await rooms.KillAndStartAsync(document, without: "GITHUB_TOKEN");

            Assert.Contains(await other.BindingsAsync(), binding => (string)binding["status"]! == "conflict" && (string?)binding["ownerRoomId"] == room.Id);
            Assert.Equal("degraded", (string)(await rooms.ApiAsync(HttpMethod.Get, "/health"))["state"]!);
            room.Say("still ours");
            await room.InDiscordAsync("still ours");
            var third = rooms.NewRoom();
            third.Say("unaffected");
            await third.InDiscordAsync("unaffected");

            await rooms.SwitchMutationsAsync(true);
            third.Say("/ops run hourly", third.Allowed);
            await third.InTelegramAsync("orchestrator_unavailable");
            third.Say("/ops issue something is wrong", third.Allowed);
            await third.InTelegramAsync("missing_github_token");
            Assert.Equal([("orchestrator_unavailable", "failed", "authorized"), ("missing_github_token", "failed", "authorized")], await third.RecordedAsync());
        }
        finally
        {
            await rooms.KillAndStartAsync();
        }

        // Once the configuration is mended, nothing is left of it.
        Assert.Equal(["active", "active"], (await other.BindingsAsync()).Select(binding => (string)binding["status"]!));
        Assert.DoesNotContain("conflict", (await rooms.ApiAsync(HttpMethod.Get, "/health"))["reasons"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("acceptance", "2")]
    public async Task An_address_moves_to_another_room_by_an_operators_word_only()
    {
        var (room, other) = (rooms.NewRoom(), rooms.NewRoom());
        var wanted = new JsonObject { ["channel"] = "discord", ["externalRoomId"] = room.Channel };
        var (status, refused) = await rooms.Operator.ControlAsync(HttpMethod.Post, $"/api/chatops/rooms/{Uri.EscapeDataString(other.Id)}/bindings", wanted);
        Assert.Equal((HttpStatusCode.Conflict, true), (status, refused!.ToJsonString().Contains("binding_conflict", StringComparison.Ordinal)));
        Assert.Contains(await other.BindingsAsync(), binding => (string)binding["status"]! == "conflict");

        var id = (string)(await room.BindingAsync("discord"))["id"]!;
        await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{id}/move", new JsonObject { ["roomId"] = other.Id });
        Assert.Equal(["active", "active", "active"], (await other.BindingsAsync()).Select(binding => (string)binding["status"]!));
        other.Say("to both channels");
        Assert.Single(await other.InDiscordAsync("to both channels"));
        Assert.Single(await room.InDiscordAsync("to both channels"));
        Assert.Equal("telegram", (string)Assert.Single(await room.BindingsAsync())["channel"]!);
        await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{id}/move", new JsonObject { ["roomId"] = room.Id });
    }
}
