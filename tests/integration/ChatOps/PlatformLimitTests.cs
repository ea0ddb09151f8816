using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What a platform refuses: for now, or for good.</summary>
[Collection(RoomsCollection.Name)]
public sealed class PlatformLimitTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "7")]
    public async Task A_full_bucket_is_waited_for_and_a_bot_that_is_out_blocks_its_binding_only()
    {
        var room = rooms.NewRoom();
        rooms.Telegram.Faults.Add(new VendorFault.RateLimited(1), call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "after the wait");
        Assert.Single(await room.InTelegramAsync("after the wait"));
        rooms.Discord.Faults.Add(new VendorFault.RateLimited(1), call: $"/api/v10/channels/{room.Channel}/messages");
        room.Say("/ops whoami", "1234");
        Assert.Single(await room.InDiscordAsync("user id: 1234"));
        // To be told to wait is no failed attempt.
        await using (var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder))
        {
            foreach (var side in await room.BindingsAsync())
                Assert.Equal(0, await probe.CountAsync($"SELECT count(*) FROM outbox WHERE lane_key = 'relay/{side["id"]}' AND attempt_count > 1"));
        }

        rooms.Telegram.Faults.Add(new VendorFault.Error(403, "Forbidden: bot was kicked from the supergroup chat"), call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "to a closed door");
        JsonNode? binding = null;
        await Wait.UntilAsync(
            async () => (string)(binding = await room.BindingAsync("telegram"))["status"]! == "blocked", () => $"the binding is blocked: {binding?.ToJsonString()}", RoomsHost.Patience);
        Assert.Contains("kicked", (string)binding!["statusReason"]!);
        Assert.Single(await room.InDiscordAsync("blocked: nothing more is relayed to telegram"));
        Assert.Equal("active", (string)(await room.BindingAsync("discord"))["status"]!);
        Assert.Contains(
            (await rooms.ApiAsync(HttpMethod.Get, "/health"))["reasons"]!.AsArray(), reason => ((string)reason!).StartsWith((string)binding["id"]!, StringComparison.Ordinal));

        await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{binding["id"]}/resume");
        var dead = (await rooms.ApiAsync(HttpMethod.Get, $"/dlq?binding={binding["id"]}"))["deadLetters"]!.AsArray();
        await rooms.ApiAsync(HttpMethod.Post, $"/dlq/{dead[0]!["entryId"]}/redrive");
        Assert.Single(await room.InTelegramAsync("to a closed door"));
    }
}
