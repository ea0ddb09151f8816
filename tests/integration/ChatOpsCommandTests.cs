using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Commands, by the numbers of the acceptance list: who may, what is recorded, and what is told.</summary>
[Collection(RoomsCollection.Name)]
public sealed class ChatOpsCommandTests(RoomsHost rooms)
{
    [Fact]
    public async Task T01_Each_fault_of_the_configuration_is_told_at_once_and_nothing_starts()
    {
        var command = await VespidCommand.RunAsync(
            new Dictionary<string, string> { ["CONTENTOPS_CHAT_ENABLED"] = "true", ["TELEGRAM_CHAT_ID"] = "-100", ["VESPID_DATA_DIR"] = rooms.DataFolder }, "check-config", "--json");
        Assert.NotEqual(0, command.ExitCode);
        Assert.Contains("chat_config_missing:TELEGRAM_BOT_TOKEN", command.Output, StringComparison.Ordinal);
        Assert.Contains("chat_config_missing:DISCORD_BOT_TOKEN", command.Output, StringComparison.Ordinal);
        Assert.Contains("chat_binding_incomplete", command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T08_A_command_is_one_only_as_a_whole_word_or_to_the_bots_own_name()
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
    public async Task T08_An_answer_goes_to_who_asked_as_a_reply_and_to_the_others_with_the_bots_name()
    {
        var room = rooms.NewRoom();
        var asked = room.Say("/ops whoami", "1234");
        var answer = Assert.Single(await room.InTelegramAsync("user id: 1234"));
        Assert.Equal(asked, answer.ReplyTo);
        Assert.DoesNotContain("[AG]", answer.Text);
        Assert.Contains("AG", Assert.Single(await room.InDiscordAsync("user id: 1234")).Text);
    }

    [Fact]
    public async Task T09_Each_result_is_recorded_once_and_the_switch_beats_the_list()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(false);
        room.Say("/ops run hourly", room.Allowed);
        await room.InTelegramAsync("mutations_disabled");
        room.Say("/ops run hourly", "6");
        await room.InTelegramAsync("mutations_disabled", 2);

        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run hourly", "6");
        await room.InTelegramAsync("unauthorized");
        room.Say("/ops run yearly", room.Allowed);
        await room.InTelegramAsync("invalid_mode");
        room.Say("/ops issue something is wrong", room.Allowed);
        await room.InTelegramAsync("missing_github_token");
        room.Say("/ops cancel run_0", room.Allowed);
        await room.InTelegramAsync("run_not_found");
        room.Say("/ops run hourly", room.Allowed, more: message => message["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = "x" });
        await room.InTelegramAsync("unauthorized", 2);

        var actions = await room.ActionsAsync();
        Assert.Equal(
            [
                ("unauthorized", "blocked", "unauthorized"), ("run_not_found", "failed", "authorized"), ("missing_github_token", "failed", "authorized"),
                ("invalid_mode", "failed", "authorized"), ("unauthorized", "blocked", "unauthorized"), ("mutations_disabled", "blocked", "mutations_disabled"),
                ("mutations_disabled", "blocked", "mutations_disabled"),
            ],
            actions.Select(action => ((string)action["reason"]!, (string)action["outcome"]!, (string)action["authzStatus"]!)));
        Assert.Equal(0, await RunsOfAsync(room));
    }

    [Fact]
    public async Task T10_A_run_that_is_asked_for_again_by_the_same_update_runs_once_and_a_second_one_waits_its_turn()
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
    public async Task T10_A_run_whose_process_is_killed_ends_as_interrupted_and_is_not_begun_again()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        rooms.Pipeline.Close();
        try
        {
            var before = rooms.Pipeline.Runs.Count;
            room.Say("/ops run weekly", room.Allowed);
            await rooms.Pipeline.Runs.WaitForCountAsync(before + 1, RoomsHost.Patience);
            await rooms.KillAndStartAsync();
            Assert.Contains("interrupted", Assert.Single(await room.InTelegramAsync("weekly run failed")).Text);
            Assert.Equal(before + 1, rooms.Pipeline.Runs.Count);
        }
        finally
        {
            rooms.Pipeline.Open();
        }
    }

    [Fact]
    public async Task T11_What_is_relayed_is_never_a_command()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        // The copy of it in Discord is told to the bot as a message of its webhook; only the one that was written is carried out.
        room.Say("/ops whoami", room.Allowed);
        await room.InTelegramAsync("user id: " + room.Allowed);
        // A bot that repeats it is no person.
        await rooms.Discord.SayAsync(room.Channel, "8800", "/ops run hourly", message => message["author"]!["bot"] = true);
        await room.SettleAsync();
        Assert.Single(await room.InTelegramAsync("user id: " + room.Allowed));
        Assert.Empty(await room.ActionsAsync());
    }

    [Fact]
    public async Task T12_What_was_blocked_is_counted_and_nobody_but_operators_may_look()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(false);
        room.Say("/ops run hourly", room.Allowed);
        await room.InTelegramAsync("mutations_disabled");
        var guardrails = await rooms.ApiAsync(HttpMethod.Get, "/guardrails");
        Assert.False((bool)guardrails["mutationEnabled"]!);
        Assert.Equal("mutations_disabled", (string)guardrails["summary"]!["latestAuthzStatus"]!);
        Assert.True((int)guardrails["summary"]!["counts"]!["mutationsDisabled"]! >= 1);
        Assert.True((int)guardrails["summary"]!["blocked"]! >= 1);

        using var member = await ApiClient.SignUpAsync(rooms.Host, $"member-{room.Id.Replace(":", "-", StringComparison.Ordinal)}@example.com");
        foreach (var path in new[] { "/config", "/rooms", "/messages", "/timeline", "/guardrails", "/connections", "/dlq", "/pending", "/health" })
            Assert.Equal(HttpStatusCode.Forbidden, (await member.ControlAsync(HttpMethod.Get, "/api/chatops" + path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.ControlAsync(HttpMethod.Post, "/api/chatops/mutations", new JsonObject { ["enabled"] = true, ["reason"] = "x" })).Status);
        var config = (await rooms.ApiAsync(HttpMethod.Get, "/config")).ToJsonString();
        Assert.Contains("\"enabled\":true", config, StringComparison.Ordinal);
        Assert.DoesNotContain(rooms.Telegram.BotToken, config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T14_Who_asked_cannot_approve_and_who_approves_is_of_the_group()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run monthly", room.Allowed);
        var asked = Assert.Single(await room.InTelegramAsync("approval_required"));
        var id = asked.Text[(asked.Text.LastIndexOf(' ') + 1)..];
        Assert.Contains((await rooms.ApiAsync(HttpMethod.Get, "/pending"))["pending"]!.AsArray(), pending => (string)pending!["id"]! == id);

        room.Say($"/ops approve {id}", room.Allowed);
        await room.InTelegramAsync("self_approval");
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
    public async Task T14_A_command_that_finds_no_second_person_expires_and_says_so()
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
    public async Task T16_A_run_that_fails_is_told_in_the_room_and_shown()
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

    private async Task<long> RunsOfAsync(Room room)
    {
        await using var probe = await DatabaseProbe.OpenAsync(rooms.DataFolder);
        return await probe.CountAsync($"SELECT count(*) FROM chat_runs WHERE room_id = '{room.Id}'");
    }
}
