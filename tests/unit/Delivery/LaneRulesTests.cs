using Vespid.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Lanes;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Unit.Delivery;

public sealed class LaneRulesTests
{
    private static readonly ChannelRuntimeOptions Options = new();

    [Fact]
    public void A_sent_entry_keeps_the_receivers_id()
    {
        var change = After(Entry(), new SendResult.Sent("9"));
        Assert.Equal(("sent", "9", 1), (change.Status, change.ProviderMessageId, change.AttemptCount));
    }

    [Fact]
    public void Counted_failures_end_in_a_dead_letter_after_the_last_attempt()
    {
        var retry = new SendResult.Retry("boom", null, CountsAsAttempt: true);
        Assert.Equal(("retrying", 1), StatusAndAttempts(After(Entry(attempts: 0), retry)));
        Assert.Equal(("retrying", 2), StatusAndAttempts(After(Entry(attempts: 1), retry)));
        Assert.Equal(("dead_letter", 3), StatusAndAttempts(After(Entry(attempts: 2), retry)));
    }

    [Fact]
    public void A_rate_limit_or_an_outage_never_uses_up_attempts()
    {
        var change = After(Entry(attempts: 2), new SendResult.Retry("429", TimeSpan.FromSeconds(40), CountsAsAttempt: false));
        Assert.Equal(("retrying", 2), StatusAndAttempts(change));
        Assert.Equal(TimeSpan.FromSeconds(40), change.DueIn);
    }

    [Fact]
    public void An_outage_is_asked_about_ever_more_seldom_up_to_the_longest_wait()
    {
        var away = new SendResult.Retry("connection_failed", null, CountsAsAttempt: false);
        Assert.InRange(Waited(TimeSpan.Zero), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.6));
        Assert.InRange(Waited(TimeSpan.FromSeconds(20)), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        Assert.Equal(TimeSpan.FromSeconds(30), Waited(TimeSpan.FromHours(2)));

        TimeSpan Waited(TimeSpan since) => After(Entry() with { ExpiresIn = Options.OutboundTimeToLive - since }, away).DueIn;
    }

    [Fact]
    public void A_receiver_that_asks_for_a_time_is_asked_again_then_however_long_it_has_been_away()
    {
        var away = new SendResult.Retry("503", TimeSpan.FromSeconds(2), CountsAsAttempt: false);
        Assert.Equal(TimeSpan.FromSeconds(2), After(Entry() with { ExpiresIn = TimeSpan.FromHours(1) }, away).DueIn);
    }

    [Fact]
    public void Counted_failures_wait_ever_longer()
    {
        var retry = new SendResult.Retry("boom", null, CountsAsAttempt: true);
        Assert.InRange(After(Entry(attempts: 0), retry).DueIn, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.6));
        Assert.InRange(After(Entry(attempts: 1), retry).DueIn, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public void A_permanent_refusal_is_not_tried_again() =>
        Assert.Equal(("dead_letter", "permanent", "403", 2), Shown(After(Entry(attempts: 1), new SendResult.Refused("403"))));

    [Fact]
    public void An_account_without_a_way_out_has_made_no_attempt() =>
        Assert.Equal(("dead_letter", "permanent", "CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING", 1), Shown(
            After(Entry(attempts: 1), new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut))));

    [Fact]
    public void What_may_never_leave_has_made_no_attempt() =>
        Assert.Equal(("dead_letter", "permanent", "ACCOUNT_GONE", 1), Shown(LaneRules.Never(Entry(attempts: 1), "ACCOUNT_GONE")));

    [Fact]
    public void An_expired_entry_keeps_its_last_error_or_gets_one()
    {
        Assert.Equal(("expired", "transient", "not delivered in time", 2), Shown(LaneRules.Expired(Entry(attempts: 2))));
        Assert.Equal(("expired", "transient", "429", 2), Shown(LaneRules.Expired(Entry(attempts: 2) with { LastError = "429" })));
    }

    [Fact]
    public void While_it_is_sent_an_entry_keeps_its_last_error()
    {
        var change = LaneRules.Sending(Entry(status: "retrying", attempts: 2) with { LastError = "429" });
        Assert.Equal(("retrying", "sending", 2, "429"), (change.FromStatus, change.Status, change.AttemptCount, change.LastError));
    }

    [Fact]
    public void A_doubtful_send_is_sent_once_more_and_marked()
    {
        var first = After(Entry(), new SendResult.Unknown("timeout"));
        Assert.Equal(("unknown", "unknown", "timeout", 0), Shown(first));
        Assert.True(first.PossibleDuplicate);
        Assert.InRange(first.DueIn, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.6));

        var second = After(Entry(possibleDuplicate: true), new SendResult.Unknown("timeout"));
        Assert.Equal(("dead_letter", "unknown", "timeout", 1), Shown(second));
        Assert.True(second.PossibleDuplicate);
    }

    [Fact]
    public void The_mark_of_a_possible_duplicate_stays_when_it_is_sent() =>
        Assert.True(After(Entry(possibleDuplicate: true), new SendResult.Sent("9")).PossibleDuplicate);

    [Fact]
    public void An_entry_found_sending_is_in_doubt()
    {
        var change = LaneRules.FoundSending(Entry(status: "sending"));
        Assert.Equal(("sending", "unknown", true, TimeSpan.Zero), (change.FromStatus, change.Status, change.PossibleDuplicate, change.DueIn));
    }

    [Fact]
    public void An_entry_found_sending_for_the_second_time_is_left_to_a_person()
    {
        var change = LaneRules.FoundSending(Entry(status: "sending", possibleDuplicate: true));
        Assert.Equal("sending", change.FromStatus);
        Assert.Equal(("dead_letter", "unknown", "interrupted while sending", 1), Shown(change));
    }

    [Fact]
    public void An_entry_that_has_to_arrive_is_in_doubt_each_time()
    {
        var change = LaneRules.FoundSending(Entry(status: "sending", possibleDuplicate: true), insists: true);
        Assert.Equal(("sending", "unknown", true, TimeSpan.Zero), (change.FromStatus, change.Status, change.PossibleDuplicate, change.DueIn));
    }

    [Fact]
    public void Waiting_for_a_switch_counts_no_attempt_and_keeps_the_doubt()
    {
        var change = LaneRules.Postponed(Entry(), TimeSpan.FromSeconds(5), "CHANNEL_DISABLED");
        Assert.Equal(("retrying", "transient", "CHANNEL_DISABLED", 0), Shown(change));
        Assert.Equal(TimeSpan.FromSeconds(5), change.DueIn);
        Assert.Equal(("unknown", 1), StatusAndAttempts(LaneRules.Postponed(Entry(status: "unknown", attempts: 1), TimeSpan.FromSeconds(5), "CHANNEL_DISABLED")));
    }

    private static (string Status, string? ErrorClass, string? LastError, int Attempts) Shown(OutboxChange change) =>
        (change.Status, change.ErrorClass, change.LastError, change.AttemptCount);

    private static (string, int) StatusAndAttempts(OutboxChange change) => (change.Status, change.AttemptCount);

    [Fact]
    public void What_another_way_may_have_delivered_already_is_marked_and_ends_as_it_ended()
    {
        var sent = After(Entry(), new SendResult.Sent("m1") { MayRepeat = true });
        var retry = After(Entry(), new SendResult.Retry("telegram_500", null, CountsAsAttempt: false) { MayRepeat = true });

        Assert.Equal(("sent", true), (sent.Status, sent.PossibleDuplicate));
        Assert.Equal(("retrying", true), (retry.Status, retry.PossibleDuplicate));
        Assert.False(After(Entry(), new SendResult.Sent("m1")).PossibleDuplicate);
    }

    private static OutboxChange After(OutboxEntry entry, SendResult result) => LaneRules.After(entry, result, Options, new SeededChance(3));

    private static OutboxEntry Entry(string status = "queued", int attempts = 0, bool possibleDuplicate = false) => new(
        Guid.Empty, "lane", "reply", Guid.Empty, Guid.Empty, "c", "{}", status, attempts, TimeSpan.Zero, TimeSpan.FromHours(1), possibleDuplicate,
        null, null, null, null, DateTimeOffset.UnixEpoch, null);
}
