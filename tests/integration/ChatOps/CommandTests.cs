using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What is a command, who is answered, and what is none however it looks.</summary>
[Collection(RoomsCollection.Name)]
public sealed class CommandTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "8")]
    public async Task A_command_is_one_only_as_a_whole_word_or_to_the_bots_own_name()
    {
        var room = rooms.NewRoom();
        room.Say("/opsx status");
        room.Say("/ops status");
        Assert.Single(await room.InTelegramAsync("total_runs"));
        room.Say($"/ops@{rooms.Telegram.BotUsername} status");
        Assert.Equal(2, (await room.InTelegramAsync("total_runs", 2)).Count);
        room.Say("ContentOps: /ops status");
        Assert.Equal(3, (await room.InTelegramAsync("total_runs", 3)).Count);
        room.Say("/ops");
        Assert.Single(await room.InTelegramAsync("Commands:"));
        room.Say("/ops status " + new string('x', 2049));
        Assert.Single(await room.InTelegramAsync("too_long"));
        await room.SettleAsync();
        Assert.Equal(3, rooms.Telegram.Sent.All.Count(sent => sent.ChatId == room.Chat && sent.Text.Contains("total_runs", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("acceptance", "8")]
    public async Task An_answer_goes_to_who_asked_as_a_reply_and_to_the_others_with_the_bots_name()
    {
        var room = rooms.NewRoom();
        var asked = room.Say("/ops whoami", "1234");
        var answer = Assert.Single(await room.InTelegramAsync("user id: 1234"));
        Assert.Equal(asked, answer.ReplyTo);
        Assert.DoesNotContain("[AG]", answer.Text);
        Assert.Contains("AG", Assert.Single(await room.InDiscordAsync("user id: 1234")).Text);
    }

    [Fact]
    public async Task An_answer_stays_in_the_topic_that_asked_and_a_topic_of_no_room_is_left_alone()
    {
        var (forum, room) = (rooms.Forum, rooms.NewRoom());
        forum.Say("/ops whoami", "1234", more: InTopic);
        Assert.Equal(77, Assert.Single(await forum.InTelegramAsync("user id: 1234")).ThreadId);
        Assert.Single(await forum.InDiscordAsync("user id: 1234"));
        room.Say("in a topic that is not the room's", more: InTopic);
        await room.SettleAsync();
        Assert.DoesNotContain(rooms.Discord.Posts.All, post => post.Text.Contains("in a topic that is not", StringComparison.Ordinal));

        static void InTopic(JsonObject message) => (message["is_topic_message"], message["message_thread_id"]) = (true, 77);
    }

    [Fact]
    public async Task Where_the_copies_of_a_message_are_can_be_asked()
    {
        var room = rooms.NewRoom();
        var id = room.Say("copied");
        var copy = Assert.Single(await room.InDiscordAsync("copied"));
        room.Say($"/ops links {id}");
        var links = Assert.Single(await room.InTelegramAsync("part 0")).Text;
        Assert.Contains($"from telegram {room.Chat}/{id}", links, StringComparison.Ordinal);
        Assert.Contains($"discord {room.Channel}/{copy.Id} part 0: sent", links, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("acceptance", "11")]
    public async Task What_is_relayed_is_never_a_command()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        // The copy of it in Discord is told to the bot as a message of its webhook; only the one that was written is carried out.
        room.Say("/ops whoami", room.Allowed);
        await room.InTelegramAsync("user id: " + room.Allowed);
        // A bot that repeats it is no person.
        await rooms.Discord.SayAsync(room.Channel, "8800", "/ops run hourly", message => message["author"]!["bot"] = true);
        // Nor is anybody who says it while he is relayed as somebody: what the runtime itself says, and what others answered.
        room.Say("he said: /ops run hourly", room.Allowed);
        var asked = room.Say("not yet a command", room.Allowed);
        await room.InDiscordAsync("not yet a command");
        room.Edit(asked, "/ops run hourly", message => message["from"]!["id"] = long.Parse(room.Allowed, System.Globalization.CultureInfo.InvariantCulture));
        await room.SettleAsync();
        Assert.Single(await room.InTelegramAsync("user id: " + room.Allowed));
        Assert.Empty(await room.RecordedAsync());
    }

    [Fact]
    public async Task A_binding_is_paused_and_resumed_by_command_and_what_came_meanwhile_waits()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops pause discord 10", room.Allowed);
        await room.InTelegramAsync("paused:");
        Assert.Equal("paused", (string)(await room.BindingAsync("discord"))["status"]!);
        room.Say("kept for later");
        room.Say("/ops resume discord", room.Allowed);
        await room.InTelegramAsync("resumed:");
        Assert.Single(await room.InDiscordAsync("kept for later"));
    }

    [Fact]
    [Trait("acceptance", "10")]
    public async Task What_was_written_while_nobody_listened_is_told_late_and_runs_nothing()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run hourly", room.Allowed, more: message => message["date"] = DateBefore(TimeSpan.FromMinutes(20)));
        Assert.Contains("(delayed)", Assert.Single(await room.InDiscordAsync("/ops run hourly")).Text);
        room.Say("from the day before", more: message => message["date"] = DateBefore(TimeSpan.FromHours(23)));
        await room.SettleAsync();
        Assert.DoesNotContain(rooms.Discord.Posts.All, post => post.Text.Contains("from the day before", StringComparison.Ordinal));
        Assert.Empty(await room.RecordedAsync());
        Assert.True(await rooms.FigureAsync("chatops_inbound_total", "result=\"ignored_late\"") >= 1);
    }

    private static long DateBefore(TimeSpan ago) => (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeSeconds();
}
