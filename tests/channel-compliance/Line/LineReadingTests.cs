using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Line;

public sealed class LineReadingTests : IDisposable
{
    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("line");

    public void Dispose() => _host.Dispose();

    // developers.line.biz/en/docs/messaging-api/verify-webhook-signature, the page's worked example.
    [Theory]
    [InlineData("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=", null)]
    [InlineData("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLS=", "line_signature_invalid")]
    [InlineData("ghrkmvmhys4pi8dxkf4+eayah0oqtjtazxgtd9fmdls=", "line_signature_invalid")]
    [InlineData("", "line_signature_invalid")]
    [InlineData(null, "line_signature_missing")]
    public async Task Takes_the_published_signature_letter_by_letter(string? signature, string? reason)
    {
        var request = Requests.Of("line", """{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}""");
        if (signature is not null)
            request = request.WithHeader("x-line-signature", signature);

        var authenticity = await Adapter.AuthenticateAsync(request, Account(("channelSecret", ["8c570fa6dd201bb328f1c1eac23a96d8"])), default);

        Assert.Equal(reason, (authenticity as Authenticity.Failed)?.Reason);
        Assert.Equal(reason is null, authenticity is Authenticity.Authentic);
    }

    [Fact]
    public async Task A_body_spaced_otherwise_passes_with_its_own_signature_and_with_no_other()
    {
        var account = Account(("channelSecret", ["s"]));
        var request = LineCompliance.Signed(Requests.Of("line", "{ \"events\" : [ ] }"), "s");

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(request, account, default));
        Assert.IsType<Authenticity.Failed>(await Adapter.AuthenticateAsync(request.WithBody("{\"events\":[]}"), account, default));
        Properties.Check(
            Prop.ForAll(Json.Bytes, bytes => Adapter.AuthenticateAsync(request with { Body = bytes }, account, default).AsTask().GetAwaiter().GetResult() is Authenticity.Failed), 300);
    }

    [Fact]
    public async Task A_token_counts_only_without_a_channel_secret()
    {
        var request = Requests.Of("line", "{}").WithHeader("x-line-token", "t");

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(request, Account(("ingressToken", ["t"])), default));
        Assert.Equal(new Authenticity.Failed("line_token_invalid"), await Adapter.AuthenticateAsync(request, Account(("ingressToken", ["other"])), default));
        Assert.Equal(new Authenticity.Failed("line_signature_missing"), await Adapter.AuthenticateAsync(request, Account(("ingressToken", ["t"]), ("channelSecret", ["s"])), default));
    }

    [Fact]
    public void The_verify_button_gets_its_200_and_nothing_else_is_one()
    {
        Assert.Equal(200, Adapter.Handshake(Requests.Of("line", LineCompliance.Body()), Account())!.Status);
        Assert.Null(Adapter.Handshake(Requests.Of("line", "{}"), Account()));
        Assert.Null(Adapter.Handshake(Requests.Of("line", """{"events":null}"""), Account()));
    }

    [Fact]
    public void Reads_every_event_of_a_request_in_order()
    {
        var read = Normalize(LineCompliance.Body(
            LineCompliance.Event("one", "m1"), new() { ["type"] = "follow", ["source"] = new JsonObject { ["type"] = "user", ["userId"] = "U1" } }, LineCompliance.Event("two", "m2")));

        Assert.Equal(["one", "two"], read.Messages.Select(message => message.Text));
        Assert.Null(read.Reason);
    }

    [Fact]
    public void A_redelivery_is_the_same_message()
    {
        var again = LineCompliance.Event("hi");
        again["deliveryContext"] = new JsonObject { ["isRedelivery"] = true };

        Assert.Equal(Read.One(Normalize(LineCompliance.Body(LineCompliance.Event("hi")))).DedupeKey, Read.One(Normalize(LineCompliance.Body(again))).DedupeKey);
    }

    [Fact]
    public void In_a_group_the_mention_of_this_bot_counts_and_no_other()
    {
        Assert.Equal(InboundEvents.Mentioned, InGroup(new JsonObject { ["type"] = "user", ["userId"] = "Ux", ["isSelf"] = true }).Event);
        Assert.Equal(InboundEvents.Mentioned, InGroup(new JsonObject { ["type"] = "user", ["userId"] = "Ubot" }).Event);
        Assert.Equal(InboundEvents.Received, InGroup(new JsonObject { ["type"] = "user", ["userId"] = "Uother", ["isSelf"] = false }).Event);
        Assert.Equal(InboundEvents.Received, InGroup(new JsonObject { ["type"] = "all" }).Event);
        Assert.Equal(("C1", "U1"), (InGroup(new()).ConversationId, InGroup(new()).SenderId));
    }

    [Fact]
    public void A_source_without_a_user_is_known_by_its_group()
    {
        var fact = LineCompliance.Event("hi");
        fact["source"] = new JsonObject { ["type"] = "group", ["groupId"] = "C1" };

        var message = Read.One(Normalize(LineCompliance.Body(fact)));

        Assert.Equal(("C1", "C1", InboundEvents.Received), (message.SenderId, message.ConversationId, message.Event));
    }

    [Fact]
    public void An_edit_has_a_key_of_its_own_and_a_quote_names_what_it_answers()
    {
        var fact = LineCompliance.Event("new");
        fact["type"] = "messageEdited";
        fact["webhookEventId"] = "01H";
        fact["message"]!["quotedMessageId"] = "m0";

        var edit = Read.One(Normalize(LineCompliance.Body(fact)));

        Assert.True(edit.IsEdit);
        Assert.Equal(("line-msg-1", "edit:01H", "m0"), (edit.ProviderMessageId, edit.DedupeKey, edit.ReplyToProviderMessageId));
    }

    [Fact]
    public void A_pressed_button_is_a_message_to_the_bot()
    {
        var pressed = Read.One(Normalize(LineCompliance.Body(new JsonObject
        {
            ["type"] = "postback",
            ["webhookEventId"] = "01H",
            ["postback"] = new JsonObject { ["data"] = "approve" },
            ["source"] = new JsonObject { ["type"] = "group", ["groupId"] = "C1", ["userId"] = "U1" },
        })));

        Assert.Equal(("approve", "01H", InboundEvents.Mentioned), (pressed.Text, pressed.ProviderMessageId, pressed.Event));
    }

    [Theory]
    [InlineData("""{"type":"unsend","unsend":{"messageId":"1"},"source":{"type":"user","userId":"U1"}}""", "unsupported_event")]
    [InlineData("""{"type":"message","message":{"type":"image","id":"1"},"source":{"type":"user","userId":"U1"}}""", "unsupported_event")]
    [InlineData("""{"type":"message","mode":"standby","message":{"type":"text","id":"1","text":"hi"},"source":{"type":"user","userId":"U1"}}""", "unsupported_event")]
    [InlineData("""{"type":"message","message":{"type":"text","id":"1","text":"hi"},"source":{"type":"user","userId":"Ubot"}}""", "self_message")]
    [InlineData("17", "normalize_failed")]
    public void Other_events_are_not_taken(string fact, string reason) => Read.Nothing(reason, Normalize(new() { ["destination"] = "Ubot", ["events"] = new JsonArray(JsonNode.Parse(fact)) }));

    [Fact]
    public void The_reply_token_stays_out_of_what_is_kept()
    {
        var fact = LineCompliance.Event("hi");
        fact["replyToken"] = "hidden-1";

        Assert.DoesNotContain("hidden-", Read.One(Normalize(LineCompliance.Body(fact))).Payload!, StringComparison.Ordinal);
    }

    private static ChannelAccount Account(params (string, string[])[] secrets) => Accounts.Of("line", null, null, secrets);

    private InboundMessage InGroup(JsonObject mentionee)
    {
        var fact = LineCompliance.Event("@x hi");
        fact["source"] = new JsonObject { ["type"] = "group", ["groupId"] = "C1", ["userId"] = "U1" };
        fact["message"]!["mention"] = new JsonObject { ["mentionees"] = new JsonArray(mentionee) };
        return Read.One(Normalize(LineCompliance.Body(fact)));
    }

    private Normalization Normalize(JsonObject body) => Adapter.Normalize(Requests.Of("line", body), Account());
}
