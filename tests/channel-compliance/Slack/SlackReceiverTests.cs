using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Receiving;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Slack;

public sealed class SlackReceiverTests : ReceiverTests<FakeSlack>
{
    protected override ChannelAccount Account => AccountWith(FakeSlack.AppToken);

    [Fact]
    public async Task Delivers_and_then_acknowledges()
    {
        _ = RunAsync();
        var socket = await SocketAsync();

        await socket.SendAsync(Envelope("e-1", "hello"));

        var acknowledged = (await socket.Received.WaitForCountAsync(1, Patience))[0];
        Assert.Equal("e-1", acknowledged["envelope_id"]!.ToString());
        Assert.Equal("hello", Assert.Single(Sink.Messages.All).Text);
        Assert.Equal(1, Sink.Connections.Count);
        Assert.True(Sink.HeardCount >= 2);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_acknowledged()
    {
        Sink.Fails = true;
        var run = RunAsync();
        var socket = await SocketAsync();

        await socket.SendAsync(Envelope("e-1", "hello"));

        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(Patience));
        await socket.Ended.WaitAsync(Patience);
        Assert.Empty(socket.Received.All);
    }

    [Fact]
    public async Task What_is_no_message_is_acknowledged_all_the_same()
    {
        _ = RunAsync();
        var socket = await SocketAsync();

        await socket.SendAsync(new JsonObject { ["envelope_id"] = "e-1", ["type"] = "events_api", ["payload"] = new JsonObject { ["event"] = new JsonObject { ["type"] = "reaction_added" } } });

        await socket.Received.WaitForCountAsync(1, Patience);
        Assert.Empty(Sink.Messages.All);
    }

    [Fact]
    public async Task A_command_over_the_socket_is_a_message()
    {
        _ = RunAsync();
        var socket = await SocketAsync();

        await socket.SendAsync(new JsonObject
        {
            ["envelope_id"] = "e-1",
            ["type"] = "slash_commands",
            ["payload"] = new JsonObject { ["command"] = "/deploy", ["text"] = "now", ["channel_id"] = "C1", ["user_id"] = "U1", ["trigger_id"] = "1.2" },
        });

        Assert.Equal("/deploy now", (await Sink.Messages.WaitForCountAsync(1, Patience))[0].Text);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Asked_to_come_again_it_ends_in_good_order(string reason)
    {
        var run = RunAsync();
        var socket = await SocketAsync();

        await socket.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason });

        await run.WaitAsync(Patience);
        Assert.Equal(1000, await socket.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Socket_mode_switched_off_is_fatal()
    {
        var run = RunAsync();

        await (await SocketAsync()).SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = "link_disabled" });

        Assert.True((await FaultOf(run)).IsFatal);
    }

    [Theory]
    [InlineData("invalid_auth", true)]
    [InlineData("internal_error", false)]
    public async Task A_refused_token_is_fatal_and_a_fault_of_slack_is_not(string error, bool fatal)
    {
        Vendor.RefuseNext(error);

        var fault = await FaultOf(RunAsync());

        Assert.Equal((fatal, "slack_" + error), (fault.IsFatal, fault.Message));
        Assert.Empty(Vendor.Sockets.All);
    }

    [Fact]
    public async Task Being_asked_to_wait_is_passed_on()
    {
        Vendor.Faults.Add(new VendorFault.RateLimited(30));

        Assert.Equal(TimeSpan.FromSeconds(30), (await FaultOf(RunAsync())).RetryAfter);
    }

    [Fact]
    public async Task A_lost_connection_is_a_fault_that_trying_again_may_mend()
    {
        var run = RunAsync();
        await Sink.Connections.WaitForCountAsync(1, Patience);

        (await SocketAsync()).Drop();

        Assert.False((await FaultOf(run)).IsFatal);
    }

    [Fact]
    public async Task Closed_without_a_greeting_counts_as_a_fault()
    {
        Vendor.Greets = false;
        var run = RunAsync();

        await (await SocketAsync()).CloseAsync(1000);

        Assert.Equal("slack_closed_without_hello", (await FaultOf(run)).Message);
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
    public void One_app_is_one_connection_and_only_for_accounts_that_want_it()
    {
        Assert.Equal("slack:A0FAKE", Receiver.ConnectionKey(Account));
        Assert.Null(Receiver.ConnectionKey(Accounts.Of("slack", null, null, ("appToken", [FakeSlack.AppToken]))));
        Assert.Null(Receiver.ConnectionKey(Accounts.Of("slack", new() { ["receive"] = "socket" })));
        Assert.DoesNotContain("odd-token", Receiver.ConnectionKey(AccountWith("odd-token"))!, StringComparison.Ordinal);
    }

    protected override Task<FakeSlack> StartVendorAsync() => FakeSlack.StartAsync();

    private static JsonObject Envelope(string id, string text) => new()
    {
        ["envelope_id"] = id,
        ["type"] = "events_api",
        ["payload"] = SlackCompliance.Message(text),
    };

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("slack", new() { ["apiBaseUrl"] = Vendor?.ApiBaseUrl, ["receive"] = "socket" }, null, ("appToken", [token]));
}
