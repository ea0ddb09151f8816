using System.Text;
using System.Text.Json;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

/// <summary>What the vendor reads, and what the account's state and the caller's address are held to.</summary>
public sealed class IngressReadingTests
{
    private static readonly IngressResponse Challenge = new(200, "text/plain", "abc"u8.ToArray());

    [Fact]
    public void A_failed_proof_counts_against_the_caller_and_depends_on_the_account()
    {
        var reading = IngressReading.NotAuthentic("slack_signature_invalid", 401);

        Assert.True(reading.FailedAuthenticity);
        Assert.True(reading.DependsOnAccount);
        Assert.Equal("slack_signature_invalid", reading.Reason);
        Assert.Empty(reading.Messages);
        Assert.Equal((401, true), (reading.Response!.Status, reading.Response.AuthenticityFailed));
        Assert.Equal("""{"ok":true,"accepted":false,"reason":"slack_signature_invalid","sessionRouted":false,"workflowsTriggered":0}""", Text(reading.Response));
    }

    [Fact]
    public void A_failed_proof_has_the_status_and_body_that_the_vendor_insists_on_and_else_202()
    {
        Assert.Equal(202, IngressReading.NotAuthentic("r", null).Response!.Status);
        var reading = IngressReading.NotAuthentic("r", 403, """{"errcode":"M_FORBIDDEN"}""");
        Assert.Equal((403, """{"errcode":"M_FORBIDDEN"}""", true), (reading.Response!.Status, Text(reading.Response), reading.Response.AuthenticityFailed));
    }

    [Fact]
    public void A_refusal_depends_on_the_account_and_proves_nothing_of_the_caller()
    {
        var reading = IngressReading.Refused("channel_disabled");

        Assert.Equal(("channel_disabled", true, false), (reading.Reason, reading.DependsOnAccount, reading.FailedAuthenticity));
        Assert.Equal((202, false), (reading.Response!.Status, reading.Response.AuthenticityFailed));
        Assert.Equal("channel_disabled", Json(reading.Response).GetProperty("reason").GetString());
    }

    [Fact]
    public void What_is_not_understood_gets_the_platforms_word_if_it_has_one()
    {
        var own = IngressReading.NotUnderstood("not_understood", null);
        Assert.Equal(("not_understood", false, false), (own.Reason, own.DependsOnAccount, own.FailedAuthenticity));
        Assert.Equal((202, "not_understood"), (own.Response!.Status, Json(own.Response).GetProperty("reason").GetString()));

        Assert.Same(Challenge, IngressReading.NotUnderstood("not_understood", Challenge).Response);
    }

    [Fact]
    public void An_account_that_cannot_take_messages_asks_for_them_again()
    {
        var reading = IngressReading.Unavailable("ACCOUNT_UNAVAILABLE");

        Assert.Equal((null, true, false), (reading.Reason, reading.DependsOnAccount, reading.FailedAuthenticity));
        Assert.Equal((503, 1), (reading.Response!.Status, reading.Response.RetryAfterSeconds));
        Assert.Equal("""{"code":"ACCOUNT_UNAVAILABLE","message":"The account cannot take messages at the moment; send it again."}""", Text(reading.Response));
    }

    [Fact]
    public void A_body_that_is_not_the_JSON_it_claims_to_be_is_a_bad_request()
    {
        var reading = IngressReading.NotJson("not_understood");

        Assert.Equal(("not_understood", false, false), (reading.Reason, reading.DependsOnAccount, reading.FailedAuthenticity));
        Assert.Equal((400, """{"code":"BAD_REQUEST","message":"The body is not JSON."}"""), (reading.Response!.Status, Text(reading.Response)));
    }

    [Fact]
    public void Storage_that_is_away_asks_for_the_message_again()
    {
        var answer = IngressAnswers.StorageAway;
        Assert.Equal((503, "application/json", 1), (answer.Status, answer.ContentType, answer.RetryAfterSeconds));
        Assert.Equal("""{"code":"STORAGE_UNAVAILABLE","message":"Not stored; send it again."}""", Text(answer));
    }

    [Fact]
    public void A_handshake_is_answered_by_any_method_and_messages_only_by_theirs()
    {
        var handshake = IngressReading.Answered(Challenge);
        Assert.Same(Challenge, handshake.OrNothingHere().Response);
        Assert.Equal((null, false, false), (handshake.Reason, handshake.DependsOnAccount, handshake.FailedAuthenticity));

        foreach (var reading in new[] { IngressReading.Of([Messages.Of()]), IngressReading.Refused("channel_disabled") })
        {
            var nothing = reading.OrNothingHere();
            Assert.Empty(nothing.Messages);
            Assert.Equal((404, false), (nothing.Response!.Status, nothing.Response.AuthenticityFailed));
            Assert.Equal("""{"code":"NOT_FOUND","message":"There is nothing here."}""", Text(nothing.Response));
            Assert.Equal((reading.Reason, reading.DependsOnAccount), (nothing.Reason, nothing.DependsOnAccount));
        }
    }

    [Fact]
    public void A_failed_proof_counts_also_where_there_is_nothing()
    {
        var nothing = IngressReading.NotAuthentic("r", 401).OrNothingHere();
        Assert.True(nothing.FailedAuthenticity);
        Assert.Equal((404, true), (nothing.Response!.Status, nothing.Response.AuthenticityFailed));
    }

    [Fact]
    public void One_answer_for_several_messages_is_accepted_if_any_was()
    {
        var refused = InboundOutcome.Refused("dm_disabled");
        var routed = new InboundOutcome(true, "accepted", true, 2);
        var accepted = new InboundOutcome(true, "accepted_too", false, 1);

        Assert.Equal(new InboundOutcome(true, "accepted", true, 3), IngressAnswers.Combine([refused, routed, accepted]));
        Assert.Equal(new InboundOutcome(true, "accepted_too", false, 1), IngressAnswers.Combine([accepted, refused]));
        Assert.Equal(refused, IngressAnswers.Combine([refused, InboundOutcome.Refused("group_disabled")]));
    }

    private static string Text(IngressResponse response) => Encoding.UTF8.GetString(response.Body);

    private static JsonElement Json(IngressResponse response) => JsonDocument.Parse(response.Body).RootElement;
}
