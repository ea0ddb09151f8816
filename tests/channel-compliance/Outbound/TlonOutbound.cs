using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class TlonOutbound : OutboundCompliance
{
    private FakeShip _ship = null!;

    protected override string Conversation => "~nec";

    protected override FaultPlan Faults => _ship.Faults;

    protected override ChannelAccount Account => AccountWith(FakeShip.Code);

    protected override IReadOnlyList<string> Taken => [.. _ship.Pokes.Select(TextOf)];

    [Fact]
    public async Task A_direct_message_that_is_poked_again_is_the_same_message()
    {
        _ship.Faults.Add(new VendorFault.AcceptThenDrop(), call: "put");
        var message = Message(conversation: "~nec");

        Assert.IsType<SendResult.Unknown>(await SendAsync(message));
        Assert.IsType<SendResult.Sent>(await SendAsync(message));
        Assert.Equal(2, _ship.Pokes.Count);
        Assert.Single(_ship.Pokes.Select(poke => poke["json"]!["diff"]!["id"]!.GetValue<string>()).Distinct());
        Assert.All(_ship.Pokes, poke => Assert.Equal(("chat", "chat-dm-action", "zod"), (poke["app"]!.GetValue<string>(), poke["mark"]!.GetValue<string>(), poke["ship"]!.GetValue<string>())));
    }

    [Fact]
    public async Task A_channel_gets_a_post_and_a_thread_a_reply()
    {
        await SendAsync(Message("one\ntwo", "chat/~bus/ops"));
        await SendAsync(Message("reply", "chat/~bus/ops") with { ThreadId = "170.141.1" });

        var post = _ship.Pokes[0]["json"]!["channel"]!;
        Assert.Equal(("chat/~bus/ops", "/chat", "~zod"), (post["nest"]!.GetValue<string>(), post["action"]!["post"]!["add"]!["kind"]!.GetValue<string>(), post["action"]!["post"]!["add"]!["author"]!.GetValue<string>()));
        Assert.Equal("170.141.1", _ship.Pokes[1]["json"]!["channel"]!["action"]!["post"]!["reply"]!["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("group:ops")]
    [InlineData("chat/ops")]
    public async Task What_is_no_ship_and_no_channel_is_refused(string conversation) =>
        Assert.Equal(new SendResult.Refused("tlon_conversation_invalid"), await SendAsync(Message(conversation: conversation)));

    [Fact]
    public async Task A_wrong_code_is_the_accounts_fault_and_is_not_repeated() => Assert.Equal(
        new SendResult.Refused("tlon_login_400", AccountFault: true),
        await Host.Senders.SendAsync(Message(conversation: "~nec"), AccountWith("wrong-code"), CancellationToken.None));

    [Fact]
    public async Task The_agents_verdict_decides_and_the_channel_is_given_back()
    {
        _ship.PokeError = "no such channel";
        Assert.Equal(new SendResult.Refused("tlon_poke_refused"), await SendAsync(Message(conversation: "~nec")));
        Assert.Equal(["poke", "delete"], _ship.Actions.All.Select(action => action["action"]!.GetValue<string>()));

        _ship.Mute = true;
        var time = new DeadlineTime();
        using var hasty = new ChannelsHost(Configure, time);
        var seen = _ship.Calls.Count;
        var sending = hasty.Senders.SendAsync(Message(conversation: "~nec"), Account, CancellationToken.None);
        await _ship.Calls.WaitAsync(calls => calls.Skip(seen).Any(call => call.Method == "GET"), "the verdict is asked for", TimeSpan.FromSeconds(20));
        time.Pass();
        Assert.Equal(new SendResult.Unknown("tlon_timeout"), await sending);
    }

    [Fact]
    public async Task A_login_without_an_answer_leaves_no_doubt()
    {
        _ship.LoginFaults.Add(new VendorFault.Drop());

        Assert.IsType<SendResult.Retry>(await SendAsync(Message(conversation: "~nec")));
        Assert.Empty(_ship.Pokes);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _ship = await FakeShip.StartAsync();

    protected override async Task StopVendorAsync() => await _ship.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _ship.Actions.WaitForCountAsync(1, timeout);

    private static string TextOf(JsonObject poke) =>
        (poke["json"]!["diff"]?["delta"]!["add"]!["memo"] ?? poke["json"]!["channel"]!["action"]!["post"]!["add"])!["content"]![0]!["inline"]![0]!.GetValue<string>();

    private Task<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, CancellationToken.None).AsTask();

    private ChannelAccount AccountWith(string code) => Accounts.Of("tlon", new() { ["apiBaseUrl"] = _ship.Url.AbsoluteUri }, null, ("code", [code]));
}
