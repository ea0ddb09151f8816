using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class WebhookOutbound : OutboundCompliance
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private WebhookReceiver _receiver = null!;

    protected override FaultPlan Faults => _receiver.Faults;

    protected override ChannelAccount Account => AccountWith(Secret);

    protected override IReadOnlyList<string> Taken =>
        [.. _receiver.Deliveries.All.Select(delivery => JsonNode.Parse(delivery.Body)!["text"]!.GetValue<string>())];

    [Fact]
    public async Task The_body_is_the_published_one_and_signed()
    {
        var session = new SequentialIds().NewId();
        var message = Message("hello", "room-1") with { SessionId = session, SessionSeq = 7, ReplyToProviderMessageId = "m-1" };

        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var delivery = Assert.Single(_receiver.Deliveries.All);
        Assert.True(delivery.SignatureValid);
        Assert.Equal((message.EntryId.ToString(), $"session:{session}:7"), (delivery.Id, sent.ProviderMessageId));
        var body = JsonElement.Parse(delivery.Body);
        Assert.Equal(
            [
                "type", "organizationId", "channelId", "accountId", "accountKey", "conversationId", "replyToProviderMessageId", "text", "sessionId",
                "sessionEventSeq", "generatedAt", "threadId", "kind",
            ],
            body.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("channel.session.reply", "slack", "room-1", "m-1", 7), (
            body.GetProperty("type").GetString(), body.GetProperty("channelId").GetString(), body.GetProperty("conversationId").GetString(),
            body.GetProperty("replyToProviderMessageId").GetString(), body.GetProperty("sessionEventSeq").GetInt32()));
    }

    [Fact]
    public async Task Every_attempt_carries_the_same_body_and_id()
    {
        Faults.Add(new VendorFault.Error(500), times: 2);
        var message = Message();
        for (var attempt = 0; attempt < 3; attempt++)
            await Host.Senders.SendAsync(message, Account, CancellationToken.None);

        Assert.Equal(3, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.All.Select(request => (request.Id, request.Body)).Distinct());
    }

    [Fact]
    public async Task Both_secrets_sign_while_one_is_rotated()
    {
        await Host.Senders.SendAsync(Message(), AccountWith("whsec_bmV3LXNlY3JldC1uZXctc2VjcmV0", Secret), CancellationToken.None);

        Assert.True(Assert.Single(_receiver.Deliveries.All).SignatureValid);
    }

    [Fact]
    public async Task No_credential_goes_along()
    {
        await Host.Senders.SendAsync(Message(), AccountWith(), CancellationToken.None);

        var delivery = Assert.Single(_receiver.Deliveries.All);
        Assert.False(delivery.SignatureValid);
        Assert.Equal(
            ["content-length", "content-type", "host", "webhook-id", "webhook-timestamp"], delivery.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_url_goes_before_the_platform()
    {
        var telegram = Accounts.Of("telegram", null, _receiver.Url + "hook", ("botToken", ["1:unused"]));

        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), telegram, CancellationToken.None));
        Assert.Equal("/hook", Assert.Single(_receiver.Deliveries.All).Path);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Faults.Add(new VendorFault.Redirect(new(_receiver.Url, "/elsewhere")));

        Assert.Equal(new SendResult.Refused("CHANNEL_OUTBOUND_FAILED:307"), await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(1, _receiver.Requests.Count);
    }

    [Fact]
    public async Task What_the_receiver_says_is_not_repeated()
    {
        Faults.Add(new VendorFault.Error(400, "internal details"));

        Assert.Equal(new SendResult.Refused("CHANNEL_OUTBOUND_FAILED:400"), await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_url_a_channel_without_sender_has_no_way_out() => Assert.Equal(
        new SendResult.NotConfigured("CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING"),
        await Host.Senders.SendAsync(Message(), Accounts.Of("irc"), CancellationToken.None));

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _receiver = await WebhookReceiver.StartAsync(Secret);

    protected override async Task StopVendorAsync() => await _receiver.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _receiver.Requests.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(params string[] secrets) => secrets.Length == 0
        ? Accounts.Of("slack", null, _receiver.Url.AbsoluteUri)
        : Accounts.Of("slack", null, _receiver.Url.AbsoluteUri, ("webhookSigningSecret", secrets));
}
