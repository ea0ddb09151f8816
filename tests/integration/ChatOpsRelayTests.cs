using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>The bridge, by the numbers of its acceptance list: what is said on one side is said once on the others.</summary>
[Collection(RoomsCollection.Name)]
public sealed class ChatOpsRelayTests(RoomsHost rooms)
{
    [Fact]
    public async Task T02_A_second_bootstrap_makes_no_third_binding_and_an_address_is_never_taken_from_its_room()
    {
        var room = rooms.NewRoom();
        var again = await rooms.ApiAsync(HttpMethod.Post, "/bootstrap");
        Assert.Equal(0, (int)again["claimed"]!);
        Assert.Equal(2, (await room.BindingsAsync()).Count);

        var other = rooms.NewRoom();
        var document = rooms.Document();
        var configured = document["bindings"]!.AsArray();
        // The second room now wants the first one's channel, and the first one nothing of the kind.
        configured.First(one => (string)one!["room_id"]! == room.Id)!["bindings"]!.AsArray().RemoveAt(1);
        configured.First(one => (string)one!["room_id"]! == other.Id)!["bindings"]![1]!["external_id"] = room.Channel;
        await rooms.KillAndStartAsync(document);

        Assert.Contains(await other.BindingsAsync(), binding => (string)binding["status"]! == "conflict" && (string?)binding["ownerRoomId"] == room.Id);
        Assert.Equal("degraded", (string)(await rooms.ApiAsync(HttpMethod.Get, "/health"))["state"]!);
        var third = rooms.NewRoom();
        third.Say("unaffected");
        await third.InDiscordAsync("unaffected");
        await rooms.KillAndStartAsync();
    }

    [Fact]
    public async Task T03_What_is_said_on_one_side_is_said_once_on_the_other_and_never_comes_back()
    {
        var room = rooms.NewRoom();
        room.Say("hello from here");
        var post = Assert.Single(await room.InDiscordAsync("hello from here"));
        Assert.NotNull(post.Webhook);
        Assert.Contains("TG", post.Username);
        Assert.Contains("alice", post.Username);

        await rooms.Discord.SayAsync(room.Channel, "8", "hello from there");
        Assert.Contains("user8", Assert.Single(await room.InTelegramAsync("hello from there")).Text);
        await room.SettleAsync();

        Assert.Single(await room.InDiscordAsync("hello from here"));
        Assert.Single(await room.InTelegramAsync("hello from there"));
        Assert.DoesNotContain(rooms.Telegram.Sent.All, sent => sent.Text.Contains("hello from here", StringComparison.Ordinal));
        Assert.DoesNotContain(rooms.Discord.Posts.All, sent => sent.Text.Contains("hello from there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T03_Of_three_bindings_each_of_the_other_two_gets_one_copy()
    {
        var room = rooms.Trio(0);
        room.Say("to both of you");
        Assert.Single(await room.InDiscordAsync("to both of you"));
        Assert.Single(await room.InTelegramAsync("to both of you", chat: room.SecondChat));
        room.Say("from the second", chat: room.SecondChat);
        Assert.Single(await room.InTelegramAsync("from the second"));
        Assert.Single(await room.InDiscordAsync("from the second"));
        await room.SettleAsync();
        Assert.DoesNotContain(rooms.Telegram.Sent.All, sent => sent.ChatId == room.Chat && sent.Text.Contains("to both of you", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T04_Echoes_are_dropped_by_the_layer_that_knows_them()
    {
        var room = rooms.NewRoom();
        var (bot, webhook, link) = (await LayerAsync(1), await LayerAsync(2), await LayerAsync(3));
        var id = room.Say("once");
        var copy = Assert.Single(await room.InDiscordAsync("once"));
        var said = await rooms.Discord.SayAsync(room.Channel, "8", "answered", message => message["message_reference"] = new JsonObject { ["message_id"] = copy.Id });
        Assert.Equal(id, Assert.Single(await room.InTelegramAsync("answered")).ReplyTo);
        // The reply goes to Discord as the bot itself, not through the webhook.
        room.Say("as the bot", more: message => message["reply_to_message"] = new JsonObject { ["message_id"] = id, ["text"] = "once" });
        Assert.Null(Assert.Single(await room.InDiscordAsync("as the bot")).Webhook);
        // What is known as a copy is one, whoever seems to have written it.
        await rooms.Discord.DispatchAsync("MESSAGE_CREATE", new JsonObject
        {
            ["id"] = copy.Id, ["type"] = 0, ["channel_id"] = room.Channel, ["guild_id"] = "700", ["content"] = "once", ["author"] = new JsonObject { ["id"] = "31", ["username"] = "x" },
        });
        // The same message again, under another update.
        room.Say("once", more: message => message["message_id"] = id);
        await room.SettleAsync();

        Assert.Single(await room.InDiscordAsync("once"));
        Assert.True(await LayerAsync(1) > bot, "no echo of the bot was dropped");
        Assert.True(await LayerAsync(2) > webhook, "no echo of the webhook was dropped");
        Assert.True(await LayerAsync(3) > link, "no linked echo was dropped");
        Assert.True(await rooms.FigureAsync("chatops_inbound_total", "platform=\"telegram\"", "result=\"duplicate\"") >= 1);
        Assert.NotEmpty(said);
    }

    [Fact]
    public async Task T05_Replies_edits_and_deletions_reach_the_right_copies_after_a_kill()
    {
        var room = rooms.NewRoom();
        var first = room.Say("before the kill");
        var copy = Assert.Single(await room.InDiscordAsync("before the kill"));
        var there = await rooms.Discord.SayAsync(room.Channel, "8", "from discord before");
        var here = Assert.Single(await room.InTelegramAsync("from discord before"));
        // What follows in a lane has seen the end of what was before recorded: nothing is in doubt.
        await room.SettleAsync();
        await rooms.KillAndStartAsync();

        room.Edit(first, "after the kill");
        var edit = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == copy.Id), "the edit", RoomsHost.Patience);
        Assert.Contains("after the kill", edit.Last(change => change.Id == copy.Id).Text);

        room.Say("an answer", more: message => message["reply_to_message"] = new JsonObject { ["message_id"] = here.MessageId, ["text"] = "from discord before" });
        Assert.Equal(there, Assert.Single(await room.InDiscordAsync("an answer")).ReplyTo);

        await rooms.Discord.DeleteAsync(room.Channel, there);
        var gone = await rooms.Telegram.Changes.WaitAsync(
            changes => changes.Any(change => change.ChatId == room.Chat && change.MessageId == here.MessageId), "the deletion", RoomsHost.Patience);
        Assert.Null(gone.Last(change => change.MessageId == here.MessageId && change.ChatId == room.Chat).Text);

        // Telegram tells bots of no deletion: a message edited to a dot is one.
        room.Edit(first, ".");
        var dotted = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == copy.Id && change.Text is null), "the dot", RoomsHost.Patience);
        Assert.NotEmpty(dotted);
    }

    [Fact]
    public async Task T05_A_copy_too_old_to_delete_says_that_it_is_deleted()
    {
        var room = rooms.NewRoom();
        var said = await rooms.Discord.SayAsync(room.Channel, "8", "old news");
        var copy = Assert.Single(await room.InTelegramAsync("old news"));
        rooms.Telegram.RefusesDeletion = true;
        try
        {
            await rooms.Discord.DeleteAsync(room.Channel, said);
            var changes = await rooms.Telegram.Changes.WaitAsync(all => all.Any(one => one.ChatId == room.Chat && one.MessageId == copy.MessageId), "a tombstone", RoomsHost.Patience);
            Assert.Contains("deleted", changes.Last(one => one.ChatId == room.Chat && one.MessageId == copy.MessageId).Text);
        }
        finally
        {
            rooms.Telegram.RefusesDeletion = false;
        }
    }

    [Fact]
    public async Task T06_An_edit_that_needs_more_parts_adds_them_and_one_that_needs_fewer_blanks_them()
    {
        var room = rooms.NewRoom();
        var id = room.Say("short");
        var first = Assert.Single(await room.InDiscordAsync("short"));
        room.Edit(id, "A" + new string('a', 1500) + " " + new string('b', 1500) + "B");
        var second = (await room.InDiscordAsync("bbbB")).Single();
        var changed = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == first.Id), "the first part", RoomsHost.Patience);
        Assert.StartsWith("Aaaa", changed.Last(change => change.Id == first.Id).Text, StringComparison.Ordinal);

        room.Edit(id, "short again");
        var blanked = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == second.Id), "the second part", RoomsHost.Patience);
        Assert.Equal("—", blanked.Last(change => change.Id == second.Id).Text);
        Assert.Equal("short again", rooms.Discord.Changes.All.Last(change => change.Id == first.Id).Text);
    }

    [Fact]
    public async Task T07_A_full_bucket_is_waited_for_and_a_bot_that_is_out_blocks_its_binding_only()
    {
        var room = rooms.NewRoom();
        rooms.Telegram.Faults.Add(new VendorFault.RateLimited(1), call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "after the wait");
        Assert.Single(await room.InTelegramAsync("after the wait"));

        rooms.Telegram.Faults.Add(new VendorFault.Error(403, "Forbidden: bot was kicked from the supergroup chat"), call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "to a closed door");
        JsonNode? binding = null;
        await Wait.UntilAsync(
            async () => (string)(binding = await room.BindingAsync("telegram"))["status"]! == "blocked", () => $"the binding is blocked: {binding?.ToJsonString()}", RoomsHost.Patience);
        Assert.Contains("kicked", (string)binding!["statusReason"]!);
        Assert.Equal("active", (string)(await room.BindingAsync("discord"))["status"]!);

        await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{binding["id"]}/resume");
        var dead = (await rooms.ApiAsync(HttpMethod.Get, $"/dlq?binding={binding["id"]}"))["deadLetters"]!.AsArray();
        await rooms.ApiAsync(HttpMethod.Post, $"/dlq/{dead[0]!["entryId"]}/redrive");
        Assert.Single(await room.InTelegramAsync("to a closed door"));
    }

    [Fact]
    public async Task T15_A_group_that_becomes_a_supergroup_keeps_its_room_and_its_links()
    {
        var room = rooms.NewRoom();
        const string Grown = "-300777";
        var said = await rooms.Discord.SayAsync(room.Channel, "8", "to the old group");
        Assert.Single(await room.InTelegramAsync("to the old group"));
        var before = (string)(await room.BindingAsync("telegram"))["id"]!;
        rooms.Telegram.Faults.Add(
            new VendorFault.Error(400, "Bad Request: group chat was upgraded to a supergroup chat", long.Parse(Grown, System.Globalization.CultureInfo.InvariantCulture)),
            call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "to the new group");
        Assert.Single(await room.InTelegramAsync("to the new group", chat: Grown));

        var after = await room.BindingAsync("telegram");
        Assert.Equal((before, Grown), ((string)after["id"]!, (string)after["externalRoomId"]!));
        room.Say("from the new group", chat: Grown);
        Assert.Single(await room.InDiscordAsync("from the new group"));
        await using var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder);
        Assert.Equal(1, await probe.CountAsync($"SELECT count(*) FROM audit_events WHERE action = 'binding.migrated' AND target_id = '{before}'"));
        // What was sent before is still known: its deletion goes to where it was sent.
        await rooms.Discord.DeleteAsync(room.Channel, said);
        await rooms.Telegram.Changes.WaitAsync(changes => changes.Any(change => change.ChatId == room.Chat && change.Text is null), "the deletion in the old group", RoomsHost.Patience);
        var again = await rooms.ApiAsync(HttpMethod.Post, "/bootstrap");
        Assert.Equal(0, (int)again["claimed"]!);
    }

    [Fact]
    public async Task A_message_written_while_nobody_listened_is_fetched_and_marked()
    {
        var room = rooms.NewRoom();
        await rooms.Discord.SayAsync(room.Channel, "8", "the last one heard");
        await room.InTelegramAsync("the last one heard");
        await rooms.KillAsync();
        rooms.Discord.SayUnheard(room.Channel, "8", "said to nobody");
        rooms.Discord.ForgetSessions();
        await rooms.StartAgainAsync();
        Assert.Contains("(delayed)", Assert.Single(await room.InTelegramAsync("said to nobody")).Text);
    }

    [Fact]
    public async Task Files_are_sent_along_and_what_is_too_large_is_told()
    {
        var room = rooms.NewRoom();
        rooms.Telegram.Files["file-1"] = "a picture"u8.ToArray();
        room.Say("", more: message =>
        {
            message.Remove("text");
            message["caption"] = "look at this";
            message["photo"] = new JsonArray(new JsonObject { ["file_id"] = "file-1", ["file_size"] = 9 });
        });
        Assert.Equal("photo.jpg", Assert.Single(await room.InDiscordAsync("look at this")).File);

        room.Say("", more: message =>
        {
            message.Remove("text");
            message["document"] = new JsonObject { ["file_id"] = "file-2", ["file_name"] = "all.iso", ["file_size"] = 4_000_000_000L };
        });
        Assert.Contains("all.iso", Assert.Single(await room.InDiscordAsync("too large")).Text);
    }

    [Fact]
    public async Task A_probe_reaches_every_binding_and_removes_itself_and_permissions_are_told()
    {
        var room = rooms.NewRoom();
        var id = (string)(await room.BindingAsync("discord"))["id"]!;
        var probe = await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{id}/test-send");
        Assert.True((bool)probe["ok"]!, probe.ToJsonString());
        Assert.Equal(2, probe["hops"]!.AsArray().Count);
        var copy = (await room.InDiscordAsync("Probe of the room")).Last();
        await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == copy.Id && change.Text is null), "the probe's removal", RoomsHost.Patience);

        rooms.Discord.Permissions &= ~(1L << 29);
        try
        {
            var access = await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{id}/probe");
            Assert.Equal(["manage_webhooks"], access["missing"]!.AsArray().Select(word => (string)word!));
        }
        finally
        {
            rooms.Discord.Permissions |= 1L << 29;
        }
    }

    private Task<double> LayerAsync(int layer) => rooms.FigureAsync("chatops_echo_dropped_total", $"layer=\"{layer}\"");
}
