using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>A room of the tests, as people on both platforms see it.</summary>
/// <param name="Id">Room id.</param>
/// <param name="Chat">Telegram chat.</param>
/// <param name="SecondChat">Another one, where the room has it.</param>
/// <param name="Channel">Discord channel.</param>
/// <param name="Allowed">User of Telegram that may run what changes something; ten commands a minute are allowed to each.</param>
/// <param name="Approver">Another one.</param>
/// <param name="Rooms">Host.</param>
public sealed record Room(string Id, string Chat, string SecondChat, string Channel, string Allowed, string Approver, RoomsHost Rooms)
{
    private static long _lastMessage = 10_000;
    private static long _lastUpdate = 900_000;

    public static string IdOf(int number) => $"test:{number}";

    public static string ChatOf(int number) => $"-1000{number:D2}";

    public static string SecondChatOf(int number) => $"-2000{number:D2}";

    public static string ChannelOf(int number) => $"50{number:D2}";

    public static string AllowedIn(int number) => $"42{number:D2}";

    public static string ApproverIn(int number) => $"77{number:D2}";

    public static Room Of(int number, RoomsHost rooms) =>
        new(IdOf(number), ChatOf(number), SecondChatOf(number), ChannelOf(number), AllowedIn(number), ApproverIn(number), rooms);

    /// <summary>The first person that may run what changes something, as he is known on Discord.</summary>
    public string Twin => "43" + Allowed[2..];

    /// <summary>Somebody says something in Telegram.</summary>
    /// <returns>Id of the message.</returns>
    public long Say(string text, string user = "5", string name = "alice", Action<JsonObject>? more = null, string? chat = null)
    {
        var id = Interlocked.Increment(ref _lastMessage);
        Push("message", id, text, user, name, more, chat);
        return id;
    }

    public void Edit(long id, string text, Action<JsonObject>? more = null) => Push(
        "edited_message", id, text, "5", "alice",
        message =>
        {
            message["edit_date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            more?.Invoke(message);
        },
        null);

    /// <summary>Makes a message a picture with this text under it.</summary>
    public static Action<JsonObject> Picture(string caption) => message =>
    {
        message.Remove("text");
        message["caption"] = caption;
        message["photo"] = new JsonArray(new JsonObject { ["file_id"] = "file-1", ["file_size"] = 9 });
    };

    /// <summary>Posts of the channel whose text contains something, once there are so many.</summary>
    public async Task<IReadOnlyList<DiscordPost>> InDiscordAsync(string text, int count = 1)
    {
        var all = await Rooms.Discord.Posts.WaitAsync(
            posts => posts.Count(post => post.Channel == Channel && post.Text.Contains(text, StringComparison.Ordinal)) >= count, $"{count} posts '{text}' in {Channel}", RoomsHost.Patience);
        return [.. all.Where(post => post.Channel == Channel && post.Text.Contains(text, StringComparison.Ordinal))];
    }

    /// <summary>Messages of the chat whose text contains something, once there are so many.</summary>
    public async Task<IReadOnlyList<TelegramSent>> InTelegramAsync(string text, int count = 1, string? chat = null)
    {
        var place = chat ?? Chat;
        var all = await Rooms.Telegram.Sent.WaitAsync(
            sent => sent.Count(one => one.ChatId == place && one.Text.Contains(text, StringComparison.Ordinal)) >= count, $"{count} messages '{text}' in {place}", RoomsHost.Patience);
        return [.. all.Where(one => one.ChatId == place && one.Text.Contains(text, StringComparison.Ordinal))];
    }

    /// <summary>Bindings as the API shows them.</summary>
    public async Task<IReadOnlyList<JsonNode>> BindingsAsync() =>
        [.. (await Rooms.ApiAsync(HttpMethod.Get, $"/rooms/{Uri.EscapeDataString(Id)}/bindings"))["bindings"]!.AsArray().Select(binding => binding!)];

    public async Task<JsonNode> BindingAsync(string channel) => (await BindingsAsync()).First(binding => (string)binding["channel"]! == channel);

    /// <summary>Actions of the room, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ActionsAsync() =>
        [.. (await Rooms.ApiAsync(HttpMethod.Get, "/timeline"))["entries"]!.AsArray().Select(entry => entry!).Where(entry => (string?)entry["roomId"] == Id && (string)entry["type"]! == "action")];

    /// <summary>What is recorded of commands in this room, oldest first.</summary>
    public async Task<IReadOnlyList<(string Reason, string Outcome, string? Authz)>> RecordedAsync()
    {
        await using var probe = await DatabaseProbe.OpenAsync(Rooms.DataFolder);
        return [.. (await probe.ColumnAsync($"SELECT concat_ws('/', reason, outcome, authz_status) FROM chat_actions WHERE room_id = '{Id}' ORDER BY created_at, id"))
            .Select(row => row.Split('/')).Select(row => (row[0], row[1], row.ElementAtOrDefault(2)))];
    }

    /// <summary>
    /// Says something else and waits until it is on the other side: lanes keep their order, so what was before it has been dealt with, and has not come twice.
    /// </summary>
    public async Task SettleAsync()
    {
        var mark = "settled " + Interlocked.Increment(ref _lastMessage).ToString(CultureInfo.InvariantCulture);
        Say(mark);
        await InDiscordAsync(mark);
        await Rooms.Discord.SayAsync(Channel, "9", mark + " back");
        await InTelegramAsync(mark + " back");
    }

    private void Push(string kind, long id, string text, string user, string name, Action<JsonObject>? more, string? chat)
    {
        var message = new JsonObject
        {
            ["message_id"] = id,
            ["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = long.Parse(chat ?? Chat, CultureInfo.InvariantCulture), ["type"] = "supergroup", ["title"] = "Chat" },
            ["from"] = new JsonObject { ["id"] = long.Parse(user, CultureInfo.InvariantCulture), ["is_bot"] = false, ["first_name"] = name, ["username"] = name },
            ["text"] = text,
        };
        more?.Invoke(message);
        Rooms.Telegram.Push(new JsonObject { ["update_id"] = Interlocked.Increment(ref _lastUpdate), [kind] = message }.ToJsonString());
    }
}
