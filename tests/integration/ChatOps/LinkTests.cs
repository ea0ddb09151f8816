using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>Copies are known for what they are: replies, edits and deletions find them, whatever has happened since.</summary>
[Collection(RoomsCollection.Name)]
public sealed class LinkTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "5")]
    public async Task A_copy_too_old_to_delete_says_that_it_is_deleted()
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
    [Trait("acceptance", "6")]
    public async Task An_edit_that_needs_more_parts_adds_them_and_one_that_needs_fewer_blanks_them()
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
    [Trait("acceptance", "6")]
    public async Task A_text_that_is_too_long_goes_along_as_a_file_which_is_sent_anew_when_it_is_edited()
    {
        var room = rooms.NewRoom();
        var id = room.Say("first" + new string('*', 4000));
        var file = (await FilesAsync(room, 1))[0];
        Assert.Equal("message.txt", file.File);
        room.Edit(id, "second" + new string('*', 4000));
        var again = (await FilesAsync(room, 2))[1];
        await GoneAsync(file);

        room.Edit(id, "short");
        await GoneAsync(again);
        var first = Assert.Single(await room.InDiscordAsync("first"));
        Assert.Equal("short", rooms.Discord.Changes.All.Last(change => change.Id == first.Id).Text);
        await room.SettleAsync();
        Assert.Equal(2, (await FilesAsync(room, 2)).Count);
    }

    [Fact]
    [Trait("acceptance", "6")]
    public async Task A_file_stays_where_it_is_when_the_text_above_it_is_edited()
    {
        var room = rooms.NewRoom();
        rooms.Telegram.Files["file-1"] = "a picture"u8.ToArray();
        // With its escapes it takes two messages, and is no caption any more.
        var id = room.Say("", more: Room.Picture("above" + new string('*', 1000)));
        var file = Assert.Single(await FilesAsync(room, 1));
        var texts = (await room.InDiscordAsync("*", 2)).Where(post => post.File is null).ToList();
        Assert.Equal(2, texts.Count);

        room.Edit(id, "", Room.Picture("short"));
        var blanked = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == texts[1].Id), "the second part", RoomsHost.Patience);
        Assert.Equal("—", blanked.Last(change => change.Id == texts[1].Id).Text);
        Assert.Equal("short", blanked.Last(change => change.Id == texts[0].Id).Text);
        await room.SettleAsync();
        Assert.DoesNotContain(rooms.Discord.Changes.All, change => change.Id == file.Id);
        Assert.Single(await FilesAsync(room, 1));
    }

    [Fact]
    [Trait("acceptance", "5")]
    public async Task An_edit_that_is_refused_is_told_once_under_the_copy()
    {
        var room = rooms.NewRoom();
        var said = await rooms.Discord.SayAsync(room.Channel, "8", "too old to be edited");
        var copy = Assert.Single(await room.InTelegramAsync("too old to be edited"));
        rooms.Telegram.Faults.Add(new VendorFault.Error(400, "Bad Request: message can't be edited"), call: "editMessageText", target: room.Chat);
        await rooms.Discord.EditAsync(room.Channel, said, "8", "said otherwise", "2026-01-02T03:04:05+00:00");
        var note = Assert.Single(await room.InTelegramAsync("(edited)"));
        Assert.Equal(copy.MessageId, note.ReplyTo);
        Assert.Contains("said otherwise", note.Text);
        await room.SettleAsync();
        Assert.Single(await room.InTelegramAsync("(edited)"));
    }

    [Fact]
    [Trait("acceptance", "15")]
    public async Task A_group_that_becomes_a_supergroup_keeps_its_room_and_its_links()
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
    [Trait("acceptance", "15")]
    public async Task A_group_that_says_itself_what_it_becomes_is_followed()
    {
        var room = rooms.NewRoom();
        const string Grown = "-300888";
        room.Say("", more: message =>
        {
            message.Remove("text");
            message["migrate_to_chat_id"] = long.Parse(Grown, System.Globalization.CultureInfo.InvariantCulture);
        });
        await Wait.UntilAsync(async () => (string)(await room.BindingAsync("telegram"))["externalRoomId"]! == Grown, "the binding has the new address");
        await rooms.Discord.SayAsync(room.Channel, "8", "to the new group at once");
        Assert.Single(await room.InTelegramAsync("to the new group at once", chat: Grown));
    }

    private async Task<List<DiscordPost>> FilesAsync(Room room, int count) =>
        [.. (await rooms.Discord.Posts.WaitAsync(posts => posts.Count(post => post.Channel == room.Channel && post.File is not null) >= count, $"{count} files", RoomsHost.Patience))
            .Where(post => post.Channel == room.Channel && post.File is not null)];

    private Task GoneAsync(DiscordPost post) =>
        rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == post.Id && change.Text is null), $"{post.Id} is deleted", RoomsHost.Patience);
}
