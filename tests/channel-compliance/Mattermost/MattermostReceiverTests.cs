using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Receiving;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Mattermost;

public sealed class MattermostReceiverTests : ReceiverTests<FakeMattermost>
{
    protected override ChannelAccount Account => AccountWith(FakeMattermost.BotToken);

    [Fact]
    public async Task Answers_the_challenge_and_knows_itself_by_the_greeting()
    {
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await Vendor.EmitAsync("posted", Posted("mine", FakeMattermost.BotUserId));
        await Vendor.EmitAsync("posted", Posted("hello", "u1", $"[\"{FakeMattermost.BotUserId}\"]"));

        var message = (await Sink.Messages.WaitForCountAsync(1, Patience))[0];
        Assert.Equal(("hello", true), (message.Text, message.MentionMatched));
        var challenge = (await SocketAsync()).Received.All[0];
        Assert.Equal(("authentication_challenge", FakeMattermost.BotToken), (challenge["action"]!.ToString(), challenge["data"]!["token"]!.ToString()));
        Assert.Equal("/api/v4/websocket?connection_id=&sequence_number=0", (await SocketAsync()).Target);
    }

    [Fact]
    public async Task A_connection_that_broke_goes_on_where_it_was_and_misses_nothing()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        await Vendor.EmitAsync("posted", Posted("first", "u1"));
        await Sink.Cursors.WaitForCountAsync(2, Patience);
        (await SocketAsync()).Drop();
        await FaultOf(run);
        await Vendor.EmitAsync("posted", Posted("while away", "u1"), connected: false);
        await Vendor.EmitAsync("posted", Posted("mine", FakeMattermost.BotUserId), connected: false);

        _ = RunAsync();

        Assert.Equal(["first", "while away"], (await Sink.Messages.WaitForCountAsync(2, Patience)).Select(message => message.Text));
        await Sink.Connections.WaitForCountAsync(2, Patience);
        Assert.EndsWith("connection_id=connection-1&sequence_number=2", (await SocketAsync(2)).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_committed_comes_again()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        Sink.Fails = true;
        await Vendor.EmitAsync("posted", Posted("hello", "u1"));
        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(Patience));
        Sink.Fails = false;

        _ = RunAsync();

        Assert.Equal("hello", (await Sink.Messages.WaitForCountAsync(1, Patience))[0].Text);
    }

    [Fact]
    public async Task A_server_that_has_forgotten_the_connection_greets_anew()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        (await SocketAsync()).Drop();
        await FaultOf(run);
        Vendor.ForgetConnections();

        _ = RunAsync();
        await Sink.Cursors.WaitForCountAsync(2, Patience);
        await Vendor.EmitAsync("posted", Posted("hello", "u1"));

        Assert.Equal("hello", (await Sink.Messages.WaitForCountAsync(1, Patience))[0].Text);
        Assert.Contains("connection-2", Sink.Cursor!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_moves_on_also_without_messages()
    {
        _ = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        for (var i = 0; i < 50; i++)
            await Vendor.EmitAsync("typing", []);

        await Sink.Cursors.WaitForCountAsync(2, Patience);
        Assert.Equal(51, JsonNode.Parse(Sink.Cursor!)!["next"]!.GetValue<int>());
        Assert.Empty(Sink.Messages.All);
    }

    [Fact]
    public async Task A_gap_ends_the_connection_so_that_what_is_missing_can_be_asked_for()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);
        await Vendor.EmitAsync("posted", Posted("lost on the way", "u1"), connected: false);

        await Vendor.EmitAsync("posted", Posted("second", "u1"));

        Assert.Equal("mattermost_sequence_gap", (await FaultOf(run)).Message);
        _ = RunAsync();
        Assert.Equal(["lost on the way", "second"], (await Sink.Messages.WaitForCountAsync(2, Patience)).Select(message => message.Text));
    }

    [Fact]
    public async Task A_refused_token_is_fatal()
    {
        var fault = await Assert.ThrowsAsync<ReceiverException>(() => Receiver.RunAsync(AccountWith("wrong-token"), Sink, CancellationToken.None).WaitAsync(Patience));

        Assert.Equal(("mattermost_token_refused", true), (fault.Message, fault.IsFatal));
    }

    [Fact]
    public async Task Closed_without_a_greeting_counts_as_a_fault()
    {
        Vendor.SaysWhy = false;

        var fault = await Assert.ThrowsAsync<ReceiverException>(() => Receiver.RunAsync(AccountWith("wrong-token"), Sink, CancellationToken.None).WaitAsync(Patience));

        Assert.Equal(("mattermost_closed_without_hello", false), (fault.Message, fault.IsFatal));
        Assert.Empty(Sink.Connections.All);
    }

    [Fact]
    public async Task Stopping_says_goodbye()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(stop.Token);
        await Sink.Connections.WaitForCountAsync(1, Patience);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience));
        Assert.Equal(1000, await (await SocketAsync()).Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_private_server_must_be_allowed()
    {
        using var strict = new ChannelsHost();
        var receiver = strict.Get<IEnumerable<IChannelReceiver>>().Single(candidate => candidate.ChannelId == "mattermost");

        var fault = await Assert.ThrowsAsync<ReceiverException>(() => receiver.RunAsync(Account, Sink, CancellationToken.None));

        Assert.Equal(("mattermost_base_url_refused", true), (fault.Message, fault.IsFatal));
        Assert.Empty(Vendor.Sockets.All);
    }

    [Fact]
    public void One_bot_of_one_server_is_one_connection()
    {
        Assert.Equal(Receiver.ConnectionKey(Account), Receiver.ConnectionKey(AccountWith(FakeMattermost.BotToken)));
        Assert.NotEqual(Receiver.ConnectionKey(Account), Receiver.ConnectionKey(AccountWith("another")));
        Assert.DoesNotContain(FakeMattermost.BotToken, Receiver.ConnectionKey(Account)!, StringComparison.Ordinal);
        Assert.Null(Receiver.ConnectionKey(Accounts.Of("mattermost", new() { ["receive"] = "socket" }, null, ("botToken", ["t"]))));
    }

    protected override Task<FakeMattermost> StartVendorAsync() => FakeMattermost.StartAsync();

    private static JsonObject Posted(string text, string user, string? mentions = null) => new()
    {
        ["channel_type"] = "O",
        ["mentions"] = mentions,
        ["post"] = new JsonObject { ["id"] = "p-" + text, ["user_id"] = user, ["channel_id"] = "channel-1", ["message"] = text }.ToJsonString(),
    };

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("mattermost", new() { ["apiBaseUrl"] = Vendor.Url.AbsoluteUri, ["receive"] = "socket" }, null, ("botToken", [token]));
}
