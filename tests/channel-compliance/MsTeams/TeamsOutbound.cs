using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.MsTeams;

public sealed class TeamsOutbound : OutboundCompliance
{
    private FakeTeams _teams = null!;

    protected override FaultPlan Faults => _teams.Faults;

    protected override ChannelAccount Account => AccountWith(_teams.Password);

    protected override IReadOnlyList<string> Taken => _teams.Sent.All;

    [Fact]
    public async Task A_reply_goes_to_its_thread()
    {
        var message = Message(conversation: "19:abc@thread.tacv2") with { ThreadId = "1699", ReplyToProviderMessageId = "1700" };

        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var call = Assert.Single(_teams.Sends);
        Assert.Equal($"1:{call.Order}", sent.ProviderMessageId);
        Assert.Equal("/amer/v3/conversations/19:abc@thread.tacv2;messageid=1699/activities", Uri.UnescapeDataString(call.Path));
        Assert.Equal("1700", call.Json.GetProperty("replyToId").GetString());
    }

    [Fact]
    public async Task A_conversation_cannot_lead_to_another_path()
    {
        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(conversation: "a/../../other?x#y"), Account, CancellationToken.None));

        Assert.Contains("%2F", Assert.Single(_teams.Sends).Path, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_token_serves_until_it_is_no_longer_taken()
    {
        for (var i = 0; i < 3; i++)
            Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(1, _teams.Tokens);

        _teams.RevokeToken();
        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_password_is_the_accounts_fault_and_stays_unsaid()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-password"), CancellationToken.None));

        Assert.Equal(new SendResult.Refused("msteams_token_401", AccountFault: true), refused);
        Assert.Empty(_teams.Sends);
    }

    [Fact]
    public async Task A_login_that_fails_costs_no_attempt()
    {
        _teams.OtherFaults.Add(new VendorFault.RateLimited(9));
        _teams.OtherFaults.Add(new VendorFault.AcceptThenDrop());

        Assert.Equal(
            (TimeSpan.FromSeconds(9), false),
            Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)) is var limited ? (limited.RetryAfter, limited.CountsAsAttempt) : default);
        Assert.False(Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)).CountsAsAttempt);
    }

    [Fact]
    public async Task Teams_412_is_tried_again()
    {
        Faults.Add(new VendorFault.Error(412));

        Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
    }

    [Fact]
    public async Task The_adapter_beside_us_is_asked_how_it_is()
    {
        var probe = Host.Get<IEnumerable<ISidecarProbe>>().Single(probe => probe.ChannelId == "msteams");
        var account = Accounts.Of("msteams", new() { ["adapterUrl"] = new Uri(_teams.Url, "/health").AbsoluteUri });
        Assert.True(probe.Applies(account));
        Assert.False(probe.Applies(Account));

        Assert.Null(await probe.ProbeAsync(account, CancellationToken.None));
        _teams.OtherFaults.Add(new VendorFault.Error(500));
        Assert.Equal("msteams_adapter_500", await probe.ProbeAsync(account, CancellationToken.None));
        Assert.Equal("msteams_adapter_url_refused", await probe.ProbeAsync(Accounts.Of("msteams", new() { ["adapterUrl"] = "http://10.0.0.1/" }), CancellationToken.None));
        await _teams.DisposeAsync();
        Assert.Equal("msteams_adapter_connection_failed", await probe.ProbeAsync(account, CancellationToken.None));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _teams = await FakeTeams.StartAsync();

    protected override async Task StopVendorAsync() => await _teams.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _teams.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string password) => Accounts.Of(
        "msteams",
        new JsonObject { ["serviceUrl"] = new Uri(_teams.Url, "/amer").AbsoluteUri, ["tokenUrl"] = _teams.TokenUrl, ["botAppId"] = _teams.AppId },
        null,
        ("botAppPassword", [password]));
}
