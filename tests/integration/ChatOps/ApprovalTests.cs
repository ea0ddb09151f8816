using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>Two people.</summary>
[Collection(RoomsCollection.Name)]
public sealed class ApprovalTests(RoomsHost rooms)
{
    [Fact]
    [Trait("acceptance", "14")]
    public async Task Who_asked_cannot_approve_and_who_approves_is_of_the_group()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run monthly", room.Allowed);
        var asked = Assert.Single(await room.InTelegramAsync("approval_required"));
        var id = asked.Text[(asked.Text.LastIndexOf(' ') + 1)..];
        Assert.Contains((await rooms.ApiAsync(HttpMethod.Get, "/pending"))["pending"]!.AsArray(), pending => (string)pending!["id"]! == id);
        Assert.Equal([("approval_required", "pending", "authorized")], await room.RecordedAsync());

        room.Say($"/ops approve {id}", room.Allowed);
        await room.InTelegramAsync("self_approval");
        // Nor as the same person elsewhere.
        await rooms.Discord.SayAsync(room.Channel, room.Twin, $"/ops approve {id}");
        await room.InTelegramAsync("self_approval", 2);
        room.Say($"/ops approve {id}", "6");
        await room.InTelegramAsync("unauthorized");
        Assert.Equal(0, await RunsOfAsync(room));

        room.Say($"/ops approve {id}", room.Approver);
        await room.InTelegramAsync("approved:");
        Assert.Single(await room.InTelegramAsync("monthly run succeeded"));
        room.Say($"/ops approve {id}", room.Approver);
        await room.InTelegramAsync("approval_over");
    }

    [Fact]
    [Trait("acceptance", "14")]
    public async Task A_command_that_finds_no_second_person_expires_and_says_so()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run monthly", room.Allowed);
        var asked = Assert.Single(await room.InTelegramAsync("approval_required"));
        var id = asked.Text[(asked.Text.LastIndexOf(' ') + 1)..];
        await using (var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder))
            await probe.ExecuteAsync($"UPDATE chat_approvals SET expires_at = now() - interval '1 second' WHERE id = '{id}'");
        Assert.Single(await room.InTelegramAsync("found no second person"));
        Assert.Equal("expired", (string)(await room.ActionsAsync())[0]["outcome"]!);
        room.Say($"/ops approve {id}", room.Approver);
        await room.InTelegramAsync("approval_over");
        Assert.Equal(0, await RunsOfAsync(room));
    }

    [Fact]
    [Trait("acceptance", "14")]
    public async Task A_second_person_or_an_operator_may_refuse_and_an_operator_agree()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        var denied = await AskAsync(room, 1);
        room.Say($"/ops deny {denied}", room.Approver);
        await room.InTelegramAsync("denied:");
        var refused = await AskAsync(room, 2);
        await rooms.ApiAsync(HttpMethod.Post, $"/pending/{refused}/deny");
        Assert.Equal(["blocked", "succeeded", "blocked"], (await room.RecordedAsync()).Select(row => row.Outcome));
        Assert.Equal(0, await RunsOfAsync(room));

        var agreed = await AskAsync(room, 3);
        await rooms.ApiAsync(HttpMethod.Post, $"/pending/{agreed}/approve");
        await room.InTelegramAsync("monthly run succeeded");
        Assert.Equal(1, await RunsOfAsync(room));
    }

    private static async Task<string> AskAsync(Room room, int times)
    {
        room.Say("/ops run monthly", room.Allowed);
        var text = (await room.InTelegramAsync("approval_required", times))[^1].Text;
        return text[(text.LastIndexOf(' ') + 1)..];
    }

    private async Task<long> RunsOfAsync(Room room)
    {
        await using var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder);
        return await probe.CountAsync($"SELECT count(*) FROM chat_runs WHERE room_id = '{room.Id}'");
    }
}
