using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Matrix;

public sealed class MatrixReceiverTests : IAsyncLifetime
{
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));
    private FakeHomeserver _homeserver = null!;

    private ChannelAccount Account => AccountWith(FakeHomeserver.AccessToken);

    public async Task InitializeAsync() => _homeserver = await FakeHomeserver.StartAsync();

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _homeserver.DisposeAsync();
    }

    [Fact]
    public async Task What_was_said_before_the_first_connection_is_not_read()
    {
        _homeserver.Push("!r:x", Said("$old", "old"));
        await using var reception = Reception.Start(_host, Account);
        await reception.Sink.UntilCursorAsync("s1");

        _homeserver.Push("!r:x", Said("$new", "new"));

        var message = Assert.Single(await reception.Sink.MessagesAsync(1));
        Assert.Equal(("new", "!r:x", "$new", InboundEvents.Received), (message.Text, message.ConversationId, message.DedupeKey, message.Event));
        await reception.StopAsync();
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_last_commit_was()
    {
        for (var i = 0; i < 3; i++)
            _homeserver.Push("!r:x", Said($"${i}", $"text {i}"));
        await using var reception = Reception.Start(_host, Account, new("s1"));

        Assert.Equal(["text 1", "text 2"], (await reception.Sink.MessagesAsync(2)).Select(message => message.Text));
        await reception.Sink.UntilCursorAsync("s3");
    }

    [Fact]
    public async Task Nothing_is_skipped_when_the_commit_fails()
    {
        _homeserver.Push("!r:x", Said("$1", "text"));
        var sink = new RecordingSink("s0") { Refuse = true };
        await using (var failing = Reception.Start(_host, Account, sink))
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Running);
        sink.Refuse = false;

        await using var again = Reception.Start(_host, Account, sink);

        Assert.Equal("text", Assert.Single(await sink.MessagesAsync(1)).Text);
    }

    [Fact]
    public async Task Direct_chats_are_those_of_the_account_data_also_when_it_changes()
    {
        _homeserver.Direct["@alice:x"] = new JsonArray("!dm1:x");
        await using var reception = Reception.Start(_host, Account, new("s0"));
        _homeserver.Push("!dm1:x", Said("$1", "hi"));
        _homeserver.Push(new JsonObject
        {
            ["account_data"] = new JsonObject { ["events"] = new JsonArray(new JsonObject { ["type"] = "m.direct", ["content"] = new JsonObject { ["@bob:x"] = new JsonArray("!dm2:x") } }) },
        });
        _homeserver.Push("!dm2:x", Said("$2", "hi"));

        Assert.Equal([InboundEvents.DirectMessage, InboundEvents.DirectMessage], (await reception.Sink.MessagesAsync(2)).Select(message => message.Event));
    }

    [Fact]
    public async Task Own_and_encrypted_messages_only_move_the_cursor()
    {
        await using var reception = Reception.Start(_host, Account, new("s0"));
        _homeserver.Push("!r:x", Said("$1", "mine", FakeHomeserver.User));
        _homeserver.Push("!r:x", new() { ["type"] = "m.room.encrypted", ["event_id"] = "$2", ["sender"] = "@a:x", ["content"] = new JsonObject { ["ciphertext"] = "x" } });

        await reception.Sink.UntilCursorAsync("s2");
        Assert.Empty(reception.Sink.Messages);
    }

    [Fact]
    public async Task What_the_server_left_out_of_the_timeline_is_fetched_in_order()
    {
        _homeserver.Missed.Add(Said("$2", "second"));
        _homeserver.Missed.Add(Said("$1", "first"));
        await using var reception = Reception.Start(_host, Account, new("s0"));
        _homeserver.Push("!r:x", Said("$3", "third"), limited: true);

        Assert.Equal(["first", "second", "third"], (await reception.Sink.MessagesAsync(3)).Select(message => message.Text));
    }

    [Fact]
    public async Task An_unknown_token_is_fatal_and_not_repeated()
    {
        await using var reception = Reception.Start(_host, AccountWith("syt_wrong"));

        var failure = await reception.FailureAsync();
        Assert.True(failure.IsFatal);
        Assert.DoesNotContain("syt_wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_asked_to_wait_is_passed_on()
    {
        _homeserver.Faults.Add(new VendorFault.RateLimited(7), call: "sync");
        await using var reception = Reception.Start(_host, Account);

        var failure = await reception.FailureAsync();
        Assert.Equal((false, TimeSpan.FromSeconds(7)), (failure.IsFatal, failure.RetryAfter));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(500)]
    public async Task A_fault_of_the_server_is_tried_again(int status)
    {
        _homeserver.Faults.Add(new VendorFault.Error(status), call: "sync");
        await using var reception = Reception.Start(_host, Account);

        Assert.False((await reception.FailureAsync()).IsFatal);
    }

    [Fact]
    public void An_account_receives_this_way_only_when_it_says_so()
    {
        var receiver = _host.Receiver("matrix");

        Assert.StartsWith("matrix:", receiver.ConnectionKey(Account), StringComparison.Ordinal);
        Assert.Null(receiver.ConnectionKey(Accounts.Of("matrix", new() { ["apiBaseUrl"] = _homeserver.Url.AbsoluteUri }, null, ("accessToken", ["t"]))));
        Assert.Null(receiver.ConnectionKey(Accounts.Of("matrix", new() { ["apiBaseUrl"] = _homeserver.Url.AbsoluteUri, ["receive"] = "sync" })));
    }

    private static JsonObject Said(string id, string text, string sender = "@alice:x") => new()
    {
        ["type"] = "m.room.message", ["event_id"] = id, ["sender"] = sender, ["origin_server_ts"] = 1710000000000,
        ["content"] = new JsonObject { ["msgtype"] = "m.text", ["body"] = text },
    };

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("matrix", new() { ["apiBaseUrl"] = _homeserver.Url.AbsoluteUri, ["receive"] = "sync" }, null, ("accessToken", [token]));
}
