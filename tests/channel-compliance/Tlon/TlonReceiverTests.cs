using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Tlon;

public sealed class TlonReceiverTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));
    private FakeShip _ship = null!;

    public async Task InitializeAsync() => _ship = await FakeShip.StartAsync();

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _ship.DisposeAsync();
    }

    [Fact]
    public async Task Direct_messages_and_channels_are_heard_and_acknowledged()
    {
        await using var reception = Reception.Start(_host, AccountOf());
        await reception.Sink.UntilConnectedAsync();
        _ship.Push(Direct("~nec", "hello"));
        _ship.Push(Post("~nec", "170.141.1", """["hey ",{"ship":"~zod"},{"break":null},{"bold":["loud"]}]"""));
        _ship.Push(Direct("~zod", "my own words"));
        _ship.Push(JsonNode.Parse("""{"nest":"chat/~bus/ops","response":{"post":{"id":"170.141.1","r-post":{"reply":{"id":"170.141.2","r-reply":{"set":{"memo":{"content":[{"inline":["in it"]}],"author":"~bus","sent":1710000000000}}}}}}}}""")!);
        _ship.Push(JsonNode.Parse("""{"nest":"chat/~bus/ops","response":{"post":{"id":"170.141.1","r-post":{"reacts":{"~nec":"👍"}}}}}""")!);

        var messages = await reception.Sink.MessagesAsync(3);
        Assert.Equal(["hello", "hey ~zod\nloud", "in it"], messages.Select(message => message.Text));
        Assert.Equal(("~nec", "~nec", InboundEvents.DirectMessage, "~nec:~nec/170.1"), (messages[0].SenderId, messages[0].ConversationId, messages[0].Event, messages[0].DedupeKey));
        Assert.Equal(("chat/~bus/ops", InboundEvents.Mentioned), (messages[1].ConversationId, messages[1].Event));
        Assert.Equal(("170.141.1", "170.141.2"), (messages[2].ThreadId, messages[2].ProviderMessageId));
        Assert.Equal([0, 1, 2, 3, 4], await _ship.Acknowledged.WaitForCountAsync(5, Patience));
        Assert.EndsWith("/4", reception.Sink.Cursor, StringComparison.Ordinal);
        await reception.StopAsync();
    }

    [Fact]
    public async Task What_came_while_nobody_listened_is_read_after_a_restart()
    {
        var sink = new RecordingSink();
        await using (var first = Reception.Start(_host, AccountOf(), sink))
        {
            _ship.Push(Direct("~nec", "one"));
            await _ship.Acknowledged.WaitForCountAsync(1, Patience);
            await first.StopAsync();
        }

        _ship.Push(Direct("~nec", "two"));
        await using var second = Reception.Start(_host, AccountOf(), sink);

        Assert.Equal(["one", "two"], (await sink.MessagesAsync(2)).Select(message => message.Text));
        Assert.Equal(2, _ship.Actions.All.Count(action => action["action"]!.GetValue<string>() == "subscribe"));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_when_the_commit_fails()
    {
        var sink = new RecordingSink();
        await using var reception = Reception.Start(_host, AccountOf(), sink);
        await sink.UntilConnectedAsync();
        sink.Refuse = true;
        _ship.Push(Direct("~nec", "one"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => reception.Running.WaitAsync(Patience, TimeProvider.System));
        Assert.Equal(0, _ship.Acknowledged.Count);
    }

    [Fact]
    public async Task A_ship_that_forgot_the_channel_gets_a_new_one()
    {
        await using var reception = Reception.Start(_host, AccountOf(), new("vespid-old/7"));
        await reception.Sink.UntilConnectedAsync();
        _ship.Push(Direct("~nec", "hello"));

        Assert.Equal("hello", Assert.Single(await reception.Sink.MessagesAsync(1)).Text);
        Assert.DoesNotContain("vespid-old", reception.Sink.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_that_ends_is_asked_for_again()
    {
        await using var reception = Reception.Start(_host, AccountOf());
        await reception.Sink.UntilConnectedAsync();
        _ship.PushRaw(new() { ["id"] = 1, ["response"] = "quit" });

        Assert.False((await reception.FailureAsync()).IsFatal);
        Assert.Equal("", reception.Sink.Cursor);
    }

    [Fact]
    public async Task A_wrong_code_is_fatal_and_not_repeated()
    {
        await using var reception = Reception.Start(_host, AccountOf("wrong-code"));

        Assert.Equal(("tlon_login_400", true), await reception.FailureAsync() is var failure ? (failure.Message, failure.IsFatal) : default);
    }

    [Fact]
    public void An_account_receives_this_way_only_when_it_says_so()
    {
        Assert.Equal("tlon:" + _ship.Url.Authority, _host.Receiver("tlon").ConnectionKey(AccountOf()));
        Assert.Null(_host.Receiver("tlon").ConnectionKey(Accounts.Of("tlon", new() { ["apiBaseUrl"] = _ship.Url.AbsoluteUri }, null, ("code", ["x"]))));
    }

    // From Urbit's standard library: ~1970.1.1 as @da, and one second of it.
    [Theory]
    [InlineData(0, "170.141.184.475.152.167.957.503.069.145.530.368.000")]
    [InlineData(1000, "170.141.184.475.152.167.975.949.813.219.239.919.616")]
    public void Times_are_written_as_urbit_does(long milliseconds, string expected) => Assert.Equal(expected, TlonTime.Of(milliseconds));

    private static JsonNode Direct(string author, string text) => JsonNode.Parse(
        $$$$"""{"whom":"{{{{author}}}}","id":"{{{{author}}}}/170.1","response":{"add":{"memo":{"content":[{"inline":["{{{{text}}}}"]}],"author":"{{{{author}}}}","sent":1710000000000},"time":null}}}""")!;

    private static JsonNode Post(string author, string id, string inline) => JsonNode.Parse(
        $$$$$$$$"""{"nest":"chat/~bus/ops","response":{"post":{"id":"{{{{{{{{id}}}}}}}}","r-post":{"set":{"essay":{"content":[{"inline":{{{{{{{{inline}}}}}}}}}],"author":"{{{{{{{{author}}}}}}}}","sent":1710000000000,"kind":"/chat"}}}}}}""")!;

    private ChannelAccount AccountOf(string code = FakeShip.Code) =>
        Accounts.Of("tlon", new() { ["apiBaseUrl"] = _ship.Url.AbsoluteUri, ["receive"] = "events" }, null, ("code", [code]));
}
