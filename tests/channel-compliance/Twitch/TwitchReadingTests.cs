using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Twitch;

public sealed class TwitchReadingTests : IDisposable
{
    // dev.twitch.tv/docs/eventsub/handling-webhook-events, the page's sample of a challenge.
    private const string Challenge =
        """{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1c2a387-161a-49f9-a165-0f21d7a4e1c4","status":"webhook_callback_verification_pending","type":"channel.follow","version":"1","cost":1,"condition":{"broadcaster_user_id":"12826"},"transport":{"method":"webhook","callback":"https://example.com/webhooks/callback"},"created_at":"2019-11-16T10:11:12.634234626Z"}}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private readonly ChannelsHost _host = new(time: new ManualTime(Now));

    private IChannelAdapter Adapter => _host.Adapter("twitch");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_published_challenge_is_answered_as_plain_text()
    {
        var answer = Adapter.Handshake(Requests.Of("twitch", Challenge).WithHeader("twitch-eventsub-message-type", "webhook_callback_verification"), Account())!;

        Assert.Equal((200, "pogchamp-kappa-360noscope-vohiyo"), (answer.Status, Encoding.UTF8.GetString(answer.Body)));
        Assert.StartsWith("text/plain", answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public void A_challenge_without_its_header_is_none_and_no_message_either()
    {
        Assert.Null(Adapter.Handshake(Requests.Of("twitch", Challenge), Account()));
        Assert.Null(Adapter.Handshake(Requests.Of("twitch", "{}").WithHeader("twitch-eventsub-message-type", "webhook_callback_verification"), Account()));
        Read.Nothing(ReasonCodes.UnsupportedEvent, Adapter.Normalize(Requests.Of("twitch", Challenge), Account()));
    }

    [Theory]
    [InlineData("2026-03-01T11:59:00.123456789Z", null)]
    [InlineData("2026-03-01T11:59:00.1234567Z", null)]
    [InlineData("2026-03-01T11:59:00Z", null)]
    [InlineData("2026-03-01T11:49:58.999999999Z", "twitch_timestamp_out_of_window")]
    [InlineData("2026-03-01T12:10:01Z", "twitch_timestamp_out_of_window")]
    [InlineData("soon", "twitch_timestamp_out_of_window")]
    public async Task A_signature_holds_for_ten_minutes_in_the_time_as_received(string timestamp, string? reason)
    {
        var request = TwitchCompliance.SignedAs(Requests.Of("twitch", "{ \"event\" : { } }"), "s", timestamp);

        var authenticity = await Adapter.AuthenticateAsync(request, Account(("webhookSecret", ["s"])), default);

        Assert.Equal(reason, (authenticity as Authenticity.Failed)?.Reason);
        Assert.Equal(reason is null ? null : 401, (authenticity as Authenticity.Failed)?.RequiredStatus);
    }

    [Theory]
    [InlineData("twitch-eventsub-message-id")]
    [InlineData("twitch-eventsub-message-timestamp")]
    [InlineData("twitch-eventsub-message-signature")]
    public async Task Every_signed_header_is_needed_and_signed(string header)
    {
        var account = Account(("webhookSecret", ["s"]));
        var request = TwitchCompliance.Signed(Requests.Of("twitch", "{}"), "s", Now);
        var headers = request.Headers.Where(one => one.Key != header).ToDictionary();

        Assert.Equal(new Authenticity.Failed("twitch_signature_missing", 401), await Adapter.AuthenticateAsync(request with { Headers = headers }, account, default));
        Assert.Equal(new Authenticity.Failed("twitch_signature_invalid", 401), await Adapter.AuthenticateAsync(request.WithHeader(header, request.Headers[header] + "0"), account, default));
    }

    [Fact]
    public void A_signature_holds_for_no_other_bytes()
    {
        var request = TwitchCompliance.Signed(Requests.Of("twitch", "{}"), "s", Now);

        Properties.Check(
            Prop.ForAll(Json.Bytes, bytes => Adapter.AuthenticateAsync(request with { Body = bytes }, Account(("webhookSecret", ["s"])), default).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
            300);
    }

    [Fact]
    public async Task A_token_alone_is_enough_and_both_are_needed_when_both_are_set()
    {
        var token = Requests.Of("twitch", "{}").WithHeader("x-twitch-token", "t");
        var signed = TwitchCompliance.Signed(Requests.Of("twitch", "{}"), "s", Now);

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(token, Account(("ingressToken", ["t"])), default));
        Assert.Equal(new Authenticity.Failed("twitch_token_invalid", 401), await Adapter.AuthenticateAsync(signed, Account(("webhookSecret", ["s"]), ("ingressToken", ["t"])), default));
        Assert.IsType<Authenticity.Authentic>(
            await Adapter.AuthenticateAsync(signed.WithHeader("x-twitch-token", "t"), Account(("webhookSecret", ["s"]), ("ingressToken", ["t"])), default));
    }

    [Fact]
    public void The_same_delivery_again_is_the_same_message()
    {
        var body = TwitchCompliance.Message("hi");
        body["event"]!.AsObject().Remove("message_id");
        var request = Requests.Of("twitch", body).WithHeader("twitch-eventsub-message-id", "delivery-1").WithHeader("twitch-eventsub-message-type", "notification");

        Assert.Equal("delivery-1", Read.One(Adapter.Normalize(request, Account())).DedupeKey);
        Assert.Equal(Read.One(Normalize(TwitchCompliance.Message("hi"))).DedupeKey, Read.One(Normalize(TwitchCompliance.Message("hi"))).DedupeKey);
    }

    [Fact]
    public void Reads_a_notification_with_all_that_belongs_to_it()
    {
        var body = TwitchCompliance.Message("@helper hi");
        var fact = body["event"]!.AsObject();
        fact["chatter_user_name"] = "Ada";
        fact["reply"] = new JsonObject { ["parent_message_id"] = "parent-1" };
        fact["message"]!["fragments"] = new JsonArray(new JsonObject { ["type"] = "mention", ["text"] = "@helper", ["mention"] = new JsonObject { ["user_id"] = "9001" } });

        var message = Read.One(Normalize(body));

        Assert.Equal(("Ada", "parent-1", InboundEvents.Mentioned), (message.SenderDisplayName, message.ReplyToProviderMessageId, message.Event));
    }

    [Fact]
    public void A_mention_of_somebody_else_is_none()
    {
        var body = TwitchCompliance.Message("@eve hi");
        body["event"]!["message"]!["fragments"] = new JsonArray(new JsonObject { ["mention"] = new JsonObject { ["user_id"] = "77" } });

        Assert.Equal(InboundEvents.Received, Read.One(Normalize(body)).Event);
        Assert.Equal(InboundEvents.Mentioned, Read.One(Normalize(TwitchCompliance.Message("deploy now @vespid"))).Event);
    }

    [Fact]
    public void The_bots_own_words_are_not_answered() =>
        Read.Nothing(ReasonCodes.SelfMessage, Normalize(TwitchCompliance.Message("hi", chatter: "9001")));

    [Theory]
    [InlineData("revocation", """{"subscription":{"type":"channel.chat.message","status":"authorization_revoked"}}""")]
    [InlineData("notification", """{"subscription":{"type":"channel.follow"},"event":{"user_id":"1","text":"hi"}}""")]
    [InlineData("notification", """{"subscription":{"type":"channel.chat.message"},"event":{"message":{"text":""}}}""")]
    public void Other_deliveries_are_known_and_not_taken(string type, string body) => Read.Nothing(
        ReasonCodes.UnsupportedEvent, Adapter.Normalize(Requests.Of("twitch", body).WithHeader("twitch-eventsub-message-type", type), Account()));

    private static ChannelAccount Account(params (string, string[])[] secrets) => Accounts.Of("twitch", new() { ["botUserId"] = "9001" }, null, secrets);

    private Normalization Normalize(JsonObject body) => Adapter.Normalize(Requests.Of("twitch", body), Account());
}
