using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.WhatsApp;

public sealed class WhatsAppOutbound : OutboundCompliance
{
    private FakeWhatsApp _meta = null!;

    protected override FaultPlan Faults => _meta.Faults;

    protected override ChannelAccount Account => AccountWith(_meta.AccessToken, _meta.PhoneNumberId);

    protected override IReadOnlyList<string> Taken => _meta.Sent.All;

    [Fact]
    public async Task The_message_is_what_meta_documents()
    {
        var message = Message(conversation: "16505551234") with { ReplyToProviderMessageId = "wamid.theirs" };

        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var call = Assert.Single(_meta.Sends);
        Assert.Equal("wamid.1", sent.ProviderMessageId);
        Assert.Equal("/v23.0/106540352242922/messages", call.Path);
        var json = call.Json;
        Assert.Equal(
            ("individual", "16505551234", "wamid.theirs", message.EntryId.ToString()),
            (json.GetProperty("recipient_type").GetString(), json.GetProperty("to").GetString(),
                json.GetProperty("context").GetProperty("message_id").GetString(), json.GetProperty("biz_opaque_callback_data").GetString()));
    }

    [Theory]
    [InlineData(400, 190, true)]
    [InlineData(400, 131031, true)]
    [InlineData(400, 131047, false)]
    [InlineData(400, 131026, false)]
    public async Task Refusals_tell_the_account_from_the_message(int status, int code, bool accounts)
    {
        _meta.NextCode = code;
        Faults.Add(new VendorFault.Error(status));

        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));

        Assert.Equal(new SendResult.Refused($"whatsapp_{status}: code {code}", accounts), refused);
    }

    [Theory]
    [InlineData(131056, false)]
    [InlineData(130429, false)]
    [InlineData(131016, true)]
    public async Task Limits_and_passing_faults_are_tried_again_whatever_the_status(int code, bool counts)
    {
        _meta.NextCode = code;
        Faults.Add(new VendorFault.Error(400));

        Assert.Equal(counts, Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)).CountsAsAttempt);
    }

    [Fact]
    public async Task No_error_repeats_the_token()
    {
        Faults.Add(new VendorFault.Error(400, "said no"));

        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));

        Assert.DoesNotContain(_meta.AccessToken, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_an_id_leaves_the_outcome_unknown()
    {
        Faults.Add(new VendorFault.AcceptThenGarbage());

        Assert.IsType<SendResult.Unknown>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
    }

    [Theory]
    [InlineData("wrong-token", "106540352242922", "whatsapp_401: code 190")]
    [InlineData("line\nbreak", "106540352242922", "whatsapp_credential_malformed")]
    [InlineData("t", "1/../2", "whatsapp_phone_number_id_invalid")]
    public async Task Wrong_credentials_are_the_accounts_fault(string token, string number, string error) => Assert.Equal(
        new SendResult.Refused(error, AccountFault: true), await Host.Senders.SendAsync(Message(), AccountWith(token, number), CancellationToken.None));

    [Fact]
    public async Task A_base_url_inside_the_network_is_refused()
    {
        using var strict = new ChannelsHost();

        Assert.Equal(
            new SendResult.Refused("whatsapp_base_url_refused", AccountFault: true), await strict.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Empty(_meta.Calls.All);
    }

    [Fact]
    public async Task Without_credentials_there_is_no_way_out() =>
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("whatsapp"), CancellationToken.None));

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _meta = await FakeWhatsApp.StartAsync();

    protected override async Task StopVendorAsync() => await _meta.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _meta.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string token, string number) => Accounts.Of(
        "whatsapp", new JsonObject { ["apiBaseUrl"] = _meta.Url.AbsoluteUri, ["phoneNumberId"] = number }, null, ("accessToken", [token]));
}
