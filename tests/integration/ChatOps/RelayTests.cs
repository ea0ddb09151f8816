using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What is said on one side is said once on the others, and never comes back.</summary>
[Collection(RoomsCollection.Name)]
public sealed class RelayTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "3")]
    public async Task What_is_said_on_one_side_is_said_once_on_the_other_and_never_comes_back()
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
    [Trait("acceptance", "3")]
    public async Task Of_three_bindings_each_of_the_other_two_gets_one_copy()
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
    [Trait("acceptance", "4")]
    public async Task Echoes_are_dropped_by_the_layer_that_knows_them()
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
    [Trait("acceptance", "4")]
    public async Task What_goes_in_circles_is_stopped_and_told()
    {
        var room = rooms.NewRoom();
        for (var i = 0; i < 21; i++)
            room.Say("round and round");
        Assert.Single(await room.InDiscordAsync("nothing more is relayed from telegram"));
        var binding = await room.BindingAsync("telegram");
        Assert.Equal("paused_loop", (string)binding["status"]!);
        Assert.Equal("active", (string)(await room.BindingAsync("discord"))["status"]!);
        Assert.True(await LayerAsync(5) >= 1);
        await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{binding["id"]}/resume");
        await room.InDiscordAsync("round and round", 20);
        await rooms.Discord.SayAsync(room.Channel, "8", "and on");
        Assert.Single(await room.InTelegramAsync("and on"));
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
    public async Task Pictures_of_an_album_follow_one_another_under_one_name()
    {
        var room = rooms.Trio(1);
        rooms.Telegram.Files["file-1"] = "a picture"u8.ToArray();
        room.Say("", more: message => InAlbum(message, "our trip"));
        room.Say("", more: message => InAlbum(message, ""));
        room.Say("", more: Room.Picture(""));
        var sent = (await rooms.Telegram.Sent.WaitAsync(all => all.Count(one => one.ChatId == room.SecondChat && one.File is not null) == 3, "three pictures", RoomsHost.Patience))
            .Where(one => one.ChatId == room.SecondChat && one.File is not null).Select(one => one.Text).ToList();
        Assert.Contains("alice", sent[0]);
        Assert.Contains("our trip", sent[0]);
        Assert.Equal("", sent[1]);
        Assert.Contains("alice", sent[2]);

        static void InAlbum(JsonObject message, string caption)
        {
            Room.Picture(caption)(message);
            message["media_group_id"] = "album-1";
        }
    }

    [Fact]
    public async Task A_probe_reaches_every_binding_and_removes_itself_and_permissions_are_told()
    {
        var room = rooms.NewRoom();
        // Each binding is looked at once after the start.
        await Wait.UntilAsync(async () => (await room.BindingsAsync()).All(binding => (string?)binding["probe"] is not null), "the permissions of each binding are known");
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
