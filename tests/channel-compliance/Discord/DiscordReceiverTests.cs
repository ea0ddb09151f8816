using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Receiving;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Discord;

public sealed class DiscordReceiverTests : ReceiverTests<FakeDiscord>
{
    protected override ChannelAccount Account => AccountWith(FakeDiscord.BotToken);

    [Fact]
    public async Task Identifies_with_message_contents_and_keeps_the_session()
    {
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        var identify = (await (await SocketAsync()).Received.WaitAsync(Has(2), "identify", Patience)).First(frame => Op(frame) == 2);

        Assert.Equal(FakeDiscord.BotToken, identify["d"]!["token"]!.ToString());
        Assert.Equal(512 + 4096 + 32768, identify["d"]!["intents"]!.GetValue<int>());
        Assert.Contains("session-1", Sink.Cursor!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivers_messages_with_the_place_they_had_and_leaves_its_own_out()
    {
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await Vendor.DispatchAsync("MESSAGE_CREATE", Message("mine", FakeDiscord.BotUserId));
        await Vendor.DispatchAsync("MESSAGE_CREATE", Message($"<@{FakeDiscord.BotUserId}> hello", "40"));

        var message = (await Sink.Messages.WaitForCountAsync(1, Patience))[0];
        Assert.True(message.MentionMatched);
        await Sink.Cursors.WaitForCountAsync(2, Patience);
        Assert.Equal(3, JsonNode.Parse(Sink.Cursor!)!["seq"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_connection_that_broke_is_resumed_and_misses_nothing()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        (await SocketAsync()).Drop();
        await FaultOf(run);
        await Vendor.DispatchAsync("MESSAGE_CREATE", Message("while away", "40"), connected: false);

        _ = RunAsync();

        Assert.Equal("while away", (await Sink.Messages.WaitForCountAsync(1, Patience))[0].Text);
        await Sink.Connections.WaitForCountAsync(2, Patience);
        Assert.StartsWith("/resume", (await SocketAsync(2)).Target, StringComparison.Ordinal);
        Assert.DoesNotContain((await SocketAsync(2)).Received.All, frame => Op(frame) == 2);
        Assert.Equal(1, Vendor.Calls.Count);
    }

    [Fact]
    public async Task What_was_not_committed_comes_again()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        Sink.Fails = true;
        await Vendor.DispatchAsync("MESSAGE_CREATE", Message("hello", "40"));
        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(Patience));
        Sink.Fails = false;

        _ = RunAsync();

        Assert.Equal("hello", (await Sink.Messages.WaitForCountAsync(1, Patience))[0].Text);
    }

    [Fact]
    public async Task A_session_that_is_gone_is_forgotten_and_a_new_one_begun()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        (await SocketAsync()).Drop();
        await FaultOf(run);
        Vendor.ForgetSessions();

        var fault = await FaultOf(RunAsync());

        Assert.Equal(("discord_session_invalid", false, ""), (fault.Message, fault.IsFatal, Sink.Cursor));
        Assert.InRange(fault.RetryAfter!.Value.TotalSeconds, 1, 5);
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(2, Patience);
        Assert.Contains("session-3", Sink.Cursor!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_reconnect_it_ends_and_keeps_the_session()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await (await SocketAsync()).SendAsync(new JsonObject { ["op"] = 7, ["d"] = null });

        await run.WaitAsync(Patience);
        Assert.Equal(4000, await (await SocketAsync()).Ended.WaitAsync(Patience));
        Assert.Contains("session-1", Sink.Cursor!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_carry_the_last_sequence_and_count_as_life()
    {
        Vendor.HeartbeatMs = 250;
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        await Vendor.DispatchAsync("TYPING_START", []);

        await (await SocketAsync()).Received.WaitAsync(
            frames => frames.Any(frame => Op(frame) == 1 && frame["d"]?.GetValue<long>() == 2), "a heartbeat after event 2", Patience);

        Assert.True(Sink.HeardCount > 2);
    }

    [Fact]
    public async Task A_gateway_that_no_longer_answers_heartbeats_is_left()
    {
        Vendor.HeartbeatMs = 20;
        Vendor.Acknowledges = false;

        var fault = await FaultOf(RunAsync());

        Assert.Equal(("discord_heartbeat_missed", false), (fault.Message, fault.IsFatal));
        Assert.Equal(4000, await (await SocketAsync()).Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_heartbeat_asked_for_is_given_at_once()
    {
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        var socket = await SocketAsync();

        await socket.SendAsync(new JsonObject { ["op"] = 1, ["d"] = null });

        await socket.Received.WaitAsync(Has(1), "a heartbeat", Patience);
    }

    [Theory]
    [InlineData(4004, true)]
    [InlineData(4010, true)]
    [InlineData(4011, true)]
    [InlineData(4012, true)]
    [InlineData(4013, true)]
    [InlineData(4014, true)]
    [InlineData(4000, false)]
    [InlineData(4008, false)]
    [InlineData(1001, false)]
    public async Task Some_close_codes_are_final(int status, bool fatal)
    {
        Vendor.RefusesWith = status;

        var fault = await FaultOf(RunAsync());

        Assert.Equal(fatal, fault.IsFatal);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task Other_close_codes_end_the_session(int status)
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await (await SocketAsync()).CloseAsync(status);

        Assert.False((await FaultOf(run)).IsFatal);
        Assert.Equal("", Sink.Cursor);
    }

    [Fact]
    public async Task No_more_identifications_than_discord_allows()
    {
        Vendor.StartsLeft = 0;

        var fault = await FaultOf(RunAsync());

        Assert.Equal(("discord_session_limit", TimeSpan.FromMinutes(1)), (fault.Message, fault.RetryAfter));
        Assert.Empty(Vendor.Sockets.All);
    }

    [Fact]
    public async Task Stopping_says_goodbye_and_keeps_the_session()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(stop.Token);
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience));
        Assert.Equal(4000, await (await SocketAsync()).Ended.WaitAsync(Patience));
    }

    [Fact]
    public void One_bot_is_one_connection()
    {
        Assert.Equal("discord:9001", Receiver.ConnectionKey(Account));
        Assert.DoesNotContain("odd", Receiver.ConnectionKey(AccountWith("odd!token"))!, StringComparison.Ordinal);
        Assert.Null(Receiver.ConnectionKey(Accounts.Of("discord", null, null, ("botToken", [FakeDiscord.BotToken]))));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"session\":\"s\",\"url\":\"wss://x\"}")]
    public async Task A_cursor_that_is_none_begins_anew(string cursor)
    {
        var sink = new DeliverySink(cursor);

        _ = RunWithAsync(sink);

        await sink.Connections.WaitForCountAsync(1, Patience);
    }

    protected override Task<FakeDiscord> StartVendorAsync() => FakeDiscord.StartAsync();

    private static JsonObject Message(string text, string author) => new()
    {
        ["id"] = "77" + author,
        ["channel_id"] = "20",
        ["guild_id"] = "30",
        ["content"] = text,
        ["author"] = new JsonObject { ["id"] = author },
    };

    private static int Op(JsonObject frame) => frame["op"]!.GetValue<int>();

    private static Func<IReadOnlyList<JsonObject>, bool> Has(int op) => frames => frames.Any(frame => Op(frame) == op);

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("discord", new() { ["apiBaseUrl"] = Vendor?.ApiBaseUrl, ["receive"] = "socket" }, null, ("botToken", [token]));
}
