using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>Every result of a command that changes something is recorded once, with what came of it and whether who asked was authorized.</summary>
[Collection(RoomsCollection.Name)]
public sealed class ResultCodeTests(RoomsHost rooms)
{
    private const string Unauthorized = "unauthorized";
    private const string Disabled = "mutations_disabled";
    private const string Authorized = "authorized";

    [Fact]
    [Trait("acceptance", "9")]
    public async Task Each_result_is_recorded_once_and_the_switch_beats_the_list()
    {
        var room = rooms.NewRoom();
        var (one, other, stranger) = (room.Allowed, room.Approver, "6" + room.Allowed);
        await rooms.SwitchMutationsAsync(false);
        await AskAsync(room, one, "run hourly", Disabled);
        await AskAsync(room, stranger, "run hourly", Disabled, 2);
        await rooms.SwitchMutationsAsync(true);
        await AskAsync(room, stranger, "run hourly", Unauthorized);
        await AskAsync(room, one, "run yearly", "invalid_mode");
        await AskAsync(room, one, "issue", "missing_title");
        await AskAsync(room, one, "issue elsewhere only", "room_not_allowed");
        await AskAsync(room, one, "note", "target_missing");
        await AskAsync(room, one, "note --issue x text", "invalid_note_request");
        await AskAsync(room, one, "note qqqqzzzz text", "target_not_found");
        await AskAsync(room, one, "note setup text", "needs_clarification");
        await AskAsync(room, other, "run monthly", "approval_required");
        await AskAsync(room, other, "cancel run_0", "run_not_found");
        await AskAsync(room, other, "note install it takes long", "note_created");
        await GitHubSaysAsync(422, () => AskAsync(room, other, "issue refused", "github_error(422)"));
        await GitHubSaysAsync(202, () => AskAsync(room, other, "issue odd", "unexpected_status"));
        rooms.Pipeline.Close();
        try
        {
            await AskAsync(room, other, "run hourly", "run_started");
            await AskAsync(room, other, "run hourly", "already_running");
            Assert.Equal(
                [
                    (Disabled, "blocked", Disabled), (Disabled, "blocked", Disabled), (Unauthorized, "blocked", Unauthorized), ("invalid_mode", "failed", Authorized),
                    ("missing_title", "failed", Authorized), ("room_not_allowed", "blocked", Unauthorized), ("target_missing", "failed", Authorized),
                    ("invalid_note_request", "failed", Authorized), ("target_not_found", "failed", Authorized), ("needs_clarification", "accepted", Authorized),
                    ("approval_required", "pending", Authorized), ("run_not_found", "failed", Authorized), ("note_created", "succeeded", Authorized),
                    ("github_error(422)", "failed", Authorized), ("unexpected_status", "failed", Authorized), ("run_started", "accepted", Authorized),
                    ("already_running", "blocked", Authorized),
                ],
                await room.RecordedAsync());
        }
        finally
        {
            rooms.Pipeline.Open();
        }

        var made = Assert.Single(rooms.GitHub.Made.All, made => made.Body["body"]!.ToString().Contains(room.Id, StringComparison.Ordinal));
        Assert.Equal(("/repos/acme/site/issues", "Note: Installing it"), (made.Path, made.Body["title"]!.ToString()));
        Assert.Equal(["contentops", "chatops", "docs-note"], made.Body["labels"]!.AsArray().Select(label => (string)label!));
        Assert.Single(await room.InTelegramAsync("hourly run succeeded"));
    }

    [Fact]
    [Trait("acceptance", "9")]
    public async Task Who_asks_too_often_and_whose_words_they_are_not_is_refused_and_recorded()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        room.Say("/ops run hourly", room.Allowed, more: message => message["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = "x" });
        await room.InTelegramAsync(Unauthorized);
        for (var i = 0; i < 11; i++)
            room.Say($"/ops pause discord {i + 1}", "7" + room.Allowed);
        await room.InTelegramAsync("rate_limited");
        Assert.Equal(
            [.. Enumerable.Repeat((Unauthorized, "blocked", Unauthorized), 11), ("rate_limited", "blocked", Unauthorized)],
            await room.RecordedAsync());
    }

    private static async Task AskAsync(Room room, string user, string command, string code, int times = 1)
    {
        room.Say("/ops " + command, user);
        await room.InTelegramAsync(code + ":", times);
    }

    private async Task GitHubSaysAsync(int status, Func<Task> then)
    {
        rooms.GitHub.Status = status;
        try
        {
            await then();
        }
        finally
        {
            rooms.GitHub.Status = 201;
        }
    }
}
