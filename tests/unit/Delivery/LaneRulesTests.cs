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
    public void A_permanent_refusal_is_not_tried_again()
    {
        var change = After(Entry(), new SendResult.Refused("403"));
        Assert.Equal(("dead_letter", "permanent"), (change.Status, change.ErrorClass));
    }

    [Fact]
    public void A_doubtful_send_is_sent_once_more_and_marked()
    {
        var first = After(Entry(), new SendResult.Unknown("timeout"));
        Assert.Equal(("unknown", true), (first.Status, first.PossibleDuplicate));

        var second = After(Entry(possibleDuplicate: true), new SendResult.Unknown("timeout"));
        Assert.Equal(("dead_letter", "unknown", true), (second.Status, second.ErrorClass, second.PossibleDuplicate));
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
        Assert.Equal(("sending", "dead_letter", "unknown"), (change.FromStatus, change.Status, change.ErrorClass));
    }

    [Fact]
    public void Waiting_for_a_switch_counts_no_attempt_and_keeps_the_doubt()
    {
        Assert.Equal(("unknown", 1), StatusAndAttempts(LaneRules.Postponed(Entry(status: "unknown", attempts: 1), TimeSpan.FromSeconds(5), "CHANNEL_DISABLED")));
        Assert.Equal(("retrying", 0), StatusAndAttempts(LaneRules.Postponed(Entry(), TimeSpan.FromSeconds(5), "CHANNEL_DISABLED")));
    }

    private static (string, int) StatusAndAttempts(OutboxChange change) => (change.Status, change.AttemptCount);

    private static OutboxChange After(OutboxEntry entry, SendResult result) => LaneRules.After(entry, result, Options, new SeededChance(3));

    private static OutboxEntry Entry(string status = "queued", int attempts = 0, bool possibleDuplicate = false) => new(
        Guid.Empty, "lane", "reply", Guid.Empty, Guid.Empty, "c", "{}", status, attempts, TimeSpan.Zero, TimeSpan.FromHours(1), possibleDuplicate,
        null, null, null, null, DateTimeOffset.UnixEpoch, null);
}
