using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>Runs of the operator's pipeline: one at a time, once, and their end is told.</summary>
[Collection(RoomsCollection.Name)]
public sealed class RunTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "10")]
    public async Task A_run_that_is_asked_for_again_by_the_same_update_runs_once_and_a_second_one_waits_its_turn()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        rooms.Pipeline.Close();
        try
        {
            var id = room.Say("/ops run nightly", room.Allowed);
            await room.InTelegramAsync("run_started");
            room.Say("/ops run nightly", room.Allowed, more: message => message["message_id"] = id);
            room.Say("/ops run weekly", room.Allowed);
            await room.InTelegramAsync("already_running");
        }
        finally
        {
            rooms.Pipeline.Open();
        }

        Assert.Single(await room.InTelegramAsync("nightly run succeeded"));
        Assert.Single(await room.InDiscordAsync("changes=3"));
        Assert.Equal(1, await RunsOfAsync(room));
        var actions = await room.ActionsAsync();
        Assert.Equal(["already_running", "run_started"], actions.Select(action => (string)action["reason"]!));
        Assert.Equal("succeeded", (string)actions[^1]["outcome"]!);
    }

    [Fact]
    [Trait("acceptance", "10")]
    public async Task A_run_that_goes_on_ends_when_it_is_cancelled()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        rooms.Pipeline.Close();
        try
        {
            var before = rooms.Pipeline.Runs.Count;
            room.Say("/ops run nightly", room.Allowed);
            var runs = await rooms.Pipeline.Runs.WaitAsync(asked => asked.Count > before, "the run", RoomsHost.Patience);
            room.Say("/ops cancel " + runs[^1], room.Allowed);
            Assert.Single(await room.InTelegramAsync("cancel_requested: " + runs[^1]));
            Assert.Single(await room.InTelegramAsync("nightly run cancelled"));
        }
        finally
        {
            rooms.Pipeline.Open();
        }

        Assert.Contains(("run_started", "cancelled", "authorized"), await room.RecordedAsync());
    }

    [Fact]
    [Trait("acceptance", "16")]
    public async Task A_run_that_fails_is_told_in_the_room_and_shown()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        rooms.Pipeline.Fail(true);
        try
        {
            room.Say("/ops run hourly", room.Allowed);
            Assert.Contains("the sink is full", Assert.Single(await room.InTelegramAsync("hourly run failed")).Text);
            Assert.Single(await room.InDiscordAsync("hourly run failed"));
        }
        finally
        {
            rooms.Pipeline.Fail(false);
        }

        var entries = (await rooms.ApiAsync(HttpMethod.Get, "/timeline"))["entries"]!.AsArray();
        Assert.Contains(entries, entry => (string)entry!["type"]! == "run" && (string)entry["outcome"]! == "failed" && (string?)entry["roomId"] == room.Id);
        Assert.Equal("failed", (string)(await room.ActionsAsync())[0]["outcome"]!);
        room.Say("/ops recent-runs 1");
        Assert.Equal(2, (await room.InTelegramAsync("(the sink is full)", 2)).Count);
    }

    [Fact]
    [Trait("acceptance", "16")]
    public async Task A_run_that_nobody_carries_out_any_more_ends_as_failed_and_the_next_one_may_begin()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        await using (var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder))
        {
            await probe.ExecuteAsync($"""
                INSERT INTO runs (id, organization_id, kind, status, admitted, trigger_type, trigger_source, max_attempts)
                VALUES ('0195f000-0000-7000-8000-0000000000f1', '00000000-0000-0000-0000-000000000000', 'command', 'queued', false, 'chat', 'nightly', 1);
                INSERT INTO chat_runs (id, run_id, mode, room_id, requested_by) VALUES ('0195f000-0000-7000-8000-0000000000f1', 'run_00000000000000f1', 'nightly', '{room.Id}', 'telegram:1');
                """);
        }

        Assert.Contains("never_ended", Assert.Single(await room.InTelegramAsync("nightly run failed")).Text);
        room.Say("/ops run hourly", room.Allowed);
        await room.InTelegramAsync("hourly run succeeded");
    }

    private async Task<long> RunsOfAsync(Room room)
    {
        await using var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder);
        return await probe.CountAsync($"SELECT count(*) FROM chat_runs WHERE room_id = '{room.Id}'");
    }
}
