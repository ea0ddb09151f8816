using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>What goes on after <c>kill -9</c>, and what does not.</summary>
[Collection(RoomsCollection.Name)]
public sealed class RestartTests(RoomsHost rooms, KilledOnce before) : IClassFixture<KilledOnce>
{
    [Fact]
    [Trait("acceptance", "5")]
    public async Task Replies_edits_and_deletions_reach_the_copies_from_before()
    {
        var room = before.Linked;
        room.Edit(before.Said, "after the kill");
        var edit = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == before.SaidCopy.Id), "the edit", RoomsHost.Patience);
        Assert.Contains("after the kill", edit.Last(change => change.Id == before.SaidCopy.Id).Text);

        room.Say("an answer", more: message => message["reply_to_message"] = new JsonObject { ["message_id"] = before.CopiesHere.First.MessageId, ["text"] = "from discord before" });
        Assert.Equal(before.SaidThere.First, Assert.Single(await room.InDiscordAsync("an answer")).ReplyTo);

        await rooms.Discord.EditAsync(room.Channel, before.SaidThere.First, "8", "said otherwise over there", "2026-01-02T03:04:05+00:00");
        var otherwise = await ChangedAsync(room, before.CopiesHere.First.MessageId, change => change.Text is not null);
        Assert.Contains("said otherwise over there", otherwise.Text);
        var replied = await rooms.Discord.SayAsync(
            room.Channel, "8", "answered over there", message => message["message_reference"] = new JsonObject { ["message_id"] = before.SaidCopy.Id });
        Assert.Equal(before.Said, Assert.Single(await room.InTelegramAsync("answered over there")).ReplyTo);

        await rooms.Discord.DeleteAsync(room.Channel, replied);
        await rooms.Discord.DeleteAsync(room.Channel, before.SaidThere.First, before.SaidThere.Second);
        await ChangedAsync(room, before.CopiesHere.First.MessageId, change => change.Text is null);
        await ChangedAsync(room, before.CopiesHere.Second.MessageId, change => change.Text is null);

        // Telegram tells bots of no deletion: a message edited to a dot is one.
        room.Edit(before.Said, ".");
        var dotted = await rooms.Discord.Changes.WaitAsync(changes => changes.Any(change => change.Id == before.SaidCopy.Id && change.Text is null), "the dot", RoomsHost.Patience);
        Assert.NotEmpty(dotted);
    }

    [Fact]
    [Trait("acceptance", "10")]
    public async Task A_run_that_was_under_way_ends_as_interrupted_and_is_not_begun_again()
    {
        Assert.Contains("interrupted", Assert.Single(await before.Running.InTelegramAsync("weekly run failed")).Text);
        Assert.Equal(before.Runs, rooms.Pipeline.Runs.Count);
        Assert.Equal([("run_started", "failed", "authorized")], await before.Running.RecordedAsync());
    }

    [Fact]
    public async Task What_was_said_meanwhile_is_fetched_and_marked() =>
        Assert.Contains("(delayed)", Assert.Single(await before.Unheard.InTelegramAsync("said to nobody")).Text);

    private async Task<TelegramChange> ChangedAsync(Room room, long messageId, Func<TelegramChange, bool> how) => (await rooms.Telegram.Changes.WaitAsync(
        changes => changes.Any(change => change.ChatId == room.Chat && change.MessageId == messageId && how(change)), $"a change of {messageId} in {room.Chat}", RoomsHost.Patience))
        .Last(change => change.ChatId == room.Chat && change.MessageId == messageId && how(change));
}
