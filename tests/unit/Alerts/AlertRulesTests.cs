using Vespid.Grains.Alerts;
using Vespid.Storage.Edges;

namespace Vespid.Tests.Unit.Alerts;

public sealed class AlertRulesTests
{
    private readonly ReceiverBench _receiver = new();

    [Fact]
    public void A_transition_whose_key_is_free_is_told_alone_after_the_group_wait()
    {
        var down = _receiver.Down();
        _receiver.Until(30);
        var (at, entry) = Assert.Single(_receiver.Sent);
        Assert.Equal((5.0, "alert", "alone"), (at, entry.Kind, _receiver.How(down)));
        Assert.StartsWith("[n1] TRANSITION upstream=xray-client:3080 healthy -> unhealthy\n", entry.Message.Message, StringComparison.Ordinal);
        Assert.Equal(("warn", "UPSTREAM_DOWN", "firing", "n1", "edge-c", "eu", "xray-client:3080"), (
            entry.Message.Severity, entry.Message.Alert, entry.Message.Status, entry.Message.Edge, entry.Message.Partner, entry.Message.Region, entry.Message.Upstream));
        Assert.Contains("Check the container's logs", entry.Message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_upstream_that_fails_within_the_interval_is_told_too()
    {
        _receiver.Down();
        _receiver.Until(10);
        var second = _receiver.Down(upstream: "10.9.0.2:8907");
        _receiver.Until(20);
        Assert.Equal((2, "alone", 15.0), (_receiver.Sent.Count, _receiver.How(second), _receiver.Sent[1].At));
    }

    [Fact]
    public void Upstreams_that_fail_together_are_one_message_with_a_line_each()
    {
        AlertEvent[] downs = [_receiver.Down(), _receiver.Down(upstream: "10.9.0.2:8907")];
        _receiver.Until(10);
        var message = Assert.Single(_receiver.Sent).Entry.Message;
        Assert.All(downs, down => Assert.Equal("grouped", _receiver.How(down)));
        Assert.All(downs, down => Assert.Contains(down.Text + "\n", message.Message, StringComparison.Ordinal));
        Assert.Equal(2, message.Count);
    }

    [Fact]
    public void A_recovery_of_a_failure_that_was_told_follows_at_once()
    {
        _receiver.Down();
        _receiver.Until(60);
        var up = _receiver.Up();
        _receiver.Until(70);
        Assert.Equal(("alone", 65.0, "resolved"), (_receiver.How(up), _receiver.Sent[1].At, _receiver.Sent[1].Entry.Message.Status));
    }

    [Fact]
    public void What_changes_before_its_key_is_free_is_merged_into_one_later_message()
    {
        _receiver.Down();
        _receiver.Until(60);
        _receiver.Up();
        _receiver.Until(100);
        var down = _receiver.Down();
        _receiver.Until(130);
        var up = _receiver.Up();
        _receiver.Until(150);
        Assert.Equal("deferred:interval", _receiver.How(down));
        _receiver.Until(664);
        Assert.Equal(2, _receiver.Sent.Count);
        _receiver.Until(665);
        Assert.Equal(("merged", "merged"), (_receiver.How(down), _receiver.How(up)));
        Assert.Equal(_receiver.Accounts[down.Id].EntryId, _receiver.Accounts[up.Id].EntryId);
        Assert.StartsWith("[n1] upstream=xray-client:3080: 2 more changes since 10:01:40Z, now: healthy\n", _receiver.Sent[2].Entry.Message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_over_within_the_group_wait_is_one_message()
    {
        var down = _receiver.Down();
        _receiver.Until(3);
        var up = _receiver.Up();
        _receiver.Until(20);
        Assert.Single(_receiver.Sent);
        Assert.Equal(("merged", "merged"), (_receiver.How(down), _receiver.How(up)));
    }

    [Fact]
    public void Critical_is_forced_it_waits_for_no_group_and_no_interval_and_inhibits_the_lesser()
    {
        AlertEvent[] downs = [_receiver.Down(), _receiver.Down(upstream: "10.9.0.2:8907")];
        var all = _receiver.AllDown();
        _receiver.Until(10);
        var (at, entry) = Assert.Single(_receiver.Sent);
        Assert.Equal((0.0, "critical", "alone"), (at, entry.Message.Severity, _receiver.How(all)));
        Assert.StartsWith("CRITICAL: all upstreams unhealthy on n1\n", entry.Message.Message, StringComparison.Ordinal);
        Assert.All(downs, down => Assert.Equal(("inhibited", "ALL_UPSTREAMS_DOWN"), (_receiver.How(down), _receiver.Accounts[down.Id].Reason)));

        _receiver.Until(30);
        _receiver.AllDownOver();
        _receiver.Until(40);
        var again = _receiver.AllDown();
        _receiver.Until(41);
        Assert.Equal(("alone", 40.0), (_receiver.How(again), _receiver.Sent[^1].At));
    }

    [Fact]
    public void A_recovery_whose_failure_was_inhibited_is_accounted_for_like_it()
    {
        _receiver.Down();
        _receiver.AllDown();
        _receiver.Until(10);
        var up = _receiver.Up();
        _receiver.AllDownOver();
        _receiver.Until(20);
        Assert.Equal("inhibited", _receiver.How(up));
        Assert.Equal(2, _receiver.Sent.Count);
    }

    [Fact]
    public void A_failure_that_was_inhibited_and_goes_on_is_told_when_nothing_inhibits_it_any_more()
    {
        _receiver.Down();
        _receiver.Down(upstream: "10.9.0.2:8907");
        _receiver.AllDown();
        _receiver.Until(10);
        _receiver.Up();
        _receiver.AllDownOver();
        _receiver.Until(20);
        Assert.Contains(_receiver.Sent, sent => sent.Entry.Kind == "alert_reminder" && sent.Entry.Message.Message.StartsWith("[n1] TRANSITION upstream=10.9.0.2:8907 healthy -> unhealthy (still", StringComparison.Ordinal));
        var late = _receiver.Up(upstream: "10.9.0.2:8907");
        _receiver.Until(30);
        Assert.Equal("alone", _receiver.How(late));
    }

    [Fact]
    public void A_silent_edge_inhibits_all_else_of_it()
    {
        _receiver.Stale();
        _receiver.Until(10);
        var silent = _receiver.Silent();
        var other = _receiver.Add("n1", "HANDSHAKE_FAILED", "warn", "probe", "ch1", true, "[n1] PROBE ch1 failing");
        _receiver.Until(20);
        Assert.Equal(("alone", "inhibited", 10.0), (_receiver.How(silent), _receiver.How(other), _receiver.Sent[1].At));
        Assert.Equal("EDGE_SILENT", _receiver.Accounts[other.Id].Reason);
    }

    [Fact]
    public void Flapping_replaces_transitions_by_two_notes()
    {
        _receiver.Down();
        _receiver.Until(10);
        AlertEvent[] during = [_receiver.Up(flapping: true)];
        var begins = _receiver.Flapping(firing: true, "healthy");
        _receiver.Until(20);
        Assert.Equal((2, "alone", "flapping"), (_receiver.Sent.Count, _receiver.How(begins), _receiver.How(during[0])));
        AlertEvent[] later = [_receiver.Down(flapping: true), _receiver.Up(flapping: true)];
        _receiver.Until(900);
        Assert.Equal(2, _receiver.Sent.Count);
        Assert.All(later, one => Assert.Equal("deferred:flapping", _receiver.How(one)));
        var ends = _receiver.Flapping(firing: false, "healthy");
        _receiver.Until(910);
        Assert.Equal(3, _receiver.Sent.Count);
        Assert.All(later, one => Assert.Equal(("flapping", _receiver.Accounts[ends.Id].EntryId), (_receiver.How(one), _receiver.Accounts[one.Id].EntryId)));
    }

    [Fact]
    public void Silenced_and_held_changes_are_recorded_with_the_reason()
    {
        var id = Guid.Parse("00000000-0000-7000-8000-00000000000a");
        _receiver.Silences.Add(Silence(id, until: 600) with { NodeId = "n1" });
        var silenced = _receiver.Down();
        var free = _receiver.Down(node: "n2");
        var held = _receiver.Add("n3", "UPSTREAM_DOWN", "warn", "upstream", "x", true, "[n3] …", muted: "hold");
        _receiver.Held.Add("n3");
        _receiver.Until(30);
        Assert.Equal(("silenced", id.ToString()), (_receiver.How(silenced), _receiver.Accounts[silenced.Id].Reason));
        Assert.Equal(("silenced", "hold"), (_receiver.How(held), _receiver.Accounts[held.Id].Reason));
        Assert.Equal("alone", _receiver.How(free));
        Assert.Single(_receiver.Sent);
    }

    [Fact]
    public void What_goes_on_when_its_silence_ends_is_told_then()
    {
        _receiver.Silences.Add(Silence(Guid.Empty, until: 300));
        _receiver.Down();
        _receiver.Until(299);
        Assert.Empty(_receiver.Sent);
        _receiver.Until(400);
        Assert.Single(_receiver.Sent);
    }

    [Theory]
    [InlineData("none", 0, true)]
    [InlineData("none", 7200, false)]
    [InlineData("daily", 86_400 + 1800, true)]
    [InlineData("daily", 86_400 + 7200, false)]
    [InlineData("weekly", 86_400 + 1800, false)]
    [InlineData("weekly", 7 * 86_400 + 1800, true)]
    public void A_maintenance_window_comes_again(string repeat, double second, bool active) =>
        Assert.Equal(active, Muting.IsActive(Silence(Guid.Empty, until: 3600) with { Kind = "maintenance", Repeat = repeat }, _receiver.Start.AddSeconds(second)));

    [Fact]
    public void Matchers_that_are_set_must_all_be_equal()
    {
        _receiver.Silences.Add(Silence(Guid.Empty, until: 600) with { Alert = "UPSTREAM_DOWN", Subject = "10.9.0.2:8907", Severity = "warn", Region = "eu", PartnerId = "edge-c" });
        Assert.Equal(("queued", "silenced"), (HowAtOnce(_receiver.Down()), HowAtOnce(_receiver.Down(upstream: "10.9.0.2:8907"))));

        string HowAtOnce(AlertEvent one)
        {
            _receiver.Decide();
            return _receiver.How(one);
        }
    }

    [Fact]
    public void A_critical_incident_is_repeated_three_times_then_parked_then_digested()
    {
        _receiver.AllDown();
        _receiver.Until(3600 * 3);
        Assert.Equal([0.0, 300, 600, 900, 1200], _receiver.Sent.Select(sent => sent.At));
        Assert.Equal(["alert", "alert_reminder", "alert_reminder", "alert_reminder", "alert_digest"], _receiver.Sent.Select(sent => sent.Entry.Kind));
        Assert.StartsWith("[n1] PARKED: 3 reminders of one critical incident", _receiver.Sent[4].Entry.Message.Message, StringComparison.Ordinal);

        var change = _receiver.Add("n1", "HANDSHAKE_FAILED", "warn", "probe", "ch1", true, "[n1] PROBE ch1 failing");
        _receiver.Until(3600 * 4);
        Assert.Equal(("parked", "alert_digest"), (_receiver.How(change), _receiver.Sent[5].Entry.Kind));
        Assert.Contains("[n1] PROBE ch1 failing", _receiver.Sent[5].Entry.Message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_messages_in_half_an_hour_park_an_edge_which_resumes_when_it_is_calm()
    {
        for (var i = 0; i < 5; i++)
        {
            _receiver.Down(upstream: $"u{i}:3080");
            _receiver.Until((i + 1) * 20);
        }

        Assert.Equal(5, _receiver.Sent.Count);
        var sixth = _receiver.Down(upstream: "u5:3080");
        _receiver.Until(120);
        Assert.Equal(("parked", "PARKED"), (_receiver.How(sixth), _receiver.Sent[5].Entry.Message.Alert));
        Assert.Contains(sixth.Text, _receiver.Sent[5].Entry.Message.Message, StringComparison.Ordinal);
        var back = _receiver.Up(upstream: "u5:3080");
        _receiver.Until(130);
        Assert.Equal("deferred:parked", _receiver.How(back));

        // Sound for 120 s: half open; calm for 600 s more: closed.
        _receiver.Until(900);
        Assert.Equal(("parked", "RESUMED", "info"), (_receiver.How(back), _receiver.Sent[6].Entry.Message.Alert, _receiver.Sent[6].Entry.Message.Severity));
        Assert.Empty(_receiver.State.Breakers);
        Assert.InRange(_receiver.Sent[6].At, 825, 830);
    }

    [Fact]
    public void A_new_trouble_while_half_open_opens_the_breaker_again()
    {
        Park();
        _receiver.Until(400);
        Assert.Equal("half_open", _receiver.State.Breakers["n1"].State);
        var again = _receiver.Down(upstream: "u7:3080");
        _receiver.Until(401);
        Assert.Equal(("open", "deferred:parked"), (_receiver.State.Breakers["n1"].State, _receiver.How(again)));
    }

    [Fact]
    public void A_worse_trouble_passes_an_open_breaker_once()
    {
        Park();
        var sent = _receiver.Sent.Count;
        var all = _receiver.AllDown();
        _receiver.Until(_receiver.Seconds + 1);
        Assert.Equal((sent + 1, "alone"), (_receiver.Sent.Count, _receiver.How(all)));
        _receiver.AllDownOver();
        _receiver.Until(_receiver.Seconds + 1);
        var again = _receiver.AllDown();
        _receiver.Until(_receiver.Seconds + 1);
        Assert.Equal((sent + 1, "deferred:parked"), (_receiver.Sent.Count, _receiver.How(again)));
    }

    [Fact]
    public void Unparking_tells_what_was_parked()
    {
        Park();
        var parked = _receiver.Down(upstream: "u9:3080");
        _receiver.Until(_receiver.Seconds + 10);
        _receiver.State = Breakers.Unpark(_receiver.State, "n1");
        _receiver.Decide();
        Assert.Equal("merged", _receiver.How(parked));
    }

    [Fact]
    public void A_warning_is_repeated_after_four_hours_and_an_acknowledged_one_never()
    {
        var down = _receiver.Down();
        _receiver.Until(14_500);
        Assert.Equal(2, _receiver.Sent.Count);
        Assert.Equal(14_405, _receiver.Sent[1].At);
        _receiver.Acknowledged.Add(down.IncidentId!.Value);
        _receiver.Until(86_400);
        Assert.Equal(2, _receiver.Sent.Count);
    }

    [Fact]
    public void A_critical_incident_that_nobody_acknowledges_goes_to_the_next_receiver_once()
    {
        _receiver.EscalateTo = "boss";
        _receiver.AllDown();
        _receiver.Until(3000);
        var (at, escalation) = Assert.Single(_receiver.Sent, sent => sent.Entry.ReceiverId == "boss");
        Assert.Equal((900.0, "alert_reminder"), (at, escalation.Kind));
        Assert.Contains("nobody has acknowledged it", escalation.Message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acknowledged_incident_is_not_escalated()
    {
        _receiver.EscalateTo = "boss";
        _receiver.Acknowledged.Add(_receiver.AllDown().IncidentId!.Value);
        _receiver.Until(3000);
        Assert.Single(_receiver.Sent);
    }

    [Fact]
    public void A_message_stays_within_the_limit_and_says_how_much_is_missing()
    {
        var text = AlertTexts.Cut(string.Join('\n', Enumerable.Repeat("a line of a digest that has very many of them", 200)));
        Assert.True(text.Length <= AlertMessage.MostText);
        Assert.EndsWith("more lines", text, StringComparison.Ordinal);
    }

    private void Park()
    {
        for (var i = 0; i < 6; i++)
        {
            _receiver.Down(upstream: $"u{i}:3080");
            _receiver.Until((i + 1) * 20);
        }

        Assert.Equal("open", _receiver.State.Breakers["n1"].State);
    }

    private SilenceRecord Silence(Guid id, double until) => new(id, Guid.Empty, "silence", null, null, null, null, null, null, _receiver.Start, _receiver.Start.AddSeconds(until), "none");
}
