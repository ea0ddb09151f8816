using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Edges;
using static Vespid.Tests.Unit.Edges.EdgeBench;

namespace Vespid.Tests.Unit.Edges;

public sealed class EdgeRulesTests
{
    private readonly EdgeBench _edge = new();

    public EdgeRulesTests() => _edge.Statuses(AllActive);

    [Fact]
    public void A_channel_that_fails_is_told_and_stays_failed_until_it_works()
    {
        var told = _edge.Statuses("xray=failed_at_render\n").Single();
        Assert.Equal(("CHANNEL_FAILED", "warn", "[edge-c] CHANNEL xray=failed_at_render"), (told.Alert, told.Severity, told.Text));
        Assert.Empty(_edge.Statuses("xray=skipped\n"));
        Assert.Equal("failed_at_render", _edge.State.Channels["xray"].Status);
        Assert.Equal(["[edge-c] CHANNEL xray=failed_at_render -> active"], Texts(_edge.Statuses("xray=active\n")));
    }

    [Fact]
    public void A_channel_that_is_seen_first_as_failed_is_told() =>
        Assert.Equal(["[edge-c] CHANNEL xray=failed_at_start"], Texts(new EdgeBench().Statuses("xray=failed_at_start\n")));

    [Fact]
    public void An_unknown_word_is_a_failure_with_a_warning_and_an_unknown_channel_is_only_a_warning()
    {
        Assert.Equal(["[edge-c] CHANNEL xray=actve"], Texts(_edge.Statuses("xray=actve\n")));
        Assert.Contains("channels: xray has the unknown status actve, taken as failed", _edge.Last!.Warnings);
        Assert.Empty(Texts(_edge.Statuses("zebra=failed_at_start\n")));
        Assert.Contains("channels: zebra is no channel of this edge", _edge.Last!.Warnings);
    }

    [Fact]
    public void Three_failed_probes_in_a_row_are_told_and_two_good_ones_end_it()
    {
        _edge.Probe(false);
        _edge.Probe(false);
        _edge.Probe(true);
        Assert.All(new[] { false, false }, ok => Assert.Empty(_edge.Probe(ok)));
        Assert.Equal(["[edge-c] PROBE ch1 failing (502)"], Texts(_edge.Probe(false, "502")));
        Assert.Empty(_edge.Probe(true));
        Assert.Equal(["[edge-c] PROBE ch1 working again"], Texts(_edge.Probe(true)));
    }

    [Fact]
    public void Silence_is_late_then_stale_then_silent_and_a_report_ends_it()
    {
        Assert.Empty(_edge.Silence(89));
        Assert.Equal("late", _edge.Silence(2).Single().To);
        Assert.Empty(_edge.Silence(80));
        var stale = _edge.Silence(10).Single();
        Assert.Equal(("EDGE_STALE", "warn", "[edge-c] no report for 180s"), (stale.Alert, stale.Severity, stale.Text));
        var silent = _edge.Silence(420).Single();
        Assert.Equal(("EDGE_SILENT", "critical", "[edge-c] no report for 600s", stale.Id), (silent.Alert, silent.Severity, silent.Text, silent.IncidentId));
        Assert.Empty(_edge.Silence(10_000));
        var back = _edge.Statuses(AllActive).Single();
        Assert.Equal(("EDGE_SILENT", "info", false, "[edge-c] reporting again after 10601s"), (back.Alert, back.Severity, back.Firing, back.Text));
    }

    [Fact]
    public void An_edge_that_never_reported_is_not_missed() => Assert.Empty(new EdgeBench().Silence(100_000));

    [Fact]
    public void An_edge_that_reports_every_five_minutes_is_given_its_time()
    {
        _edge.Report(report => report with { IntervalSeconds = 300 });
        Assert.Empty(_edge.Silence(449));
        Assert.Equal("late", _edge.Silence(2).Single().To);
        Assert.Equal("[edge-c] no report for 900s", Assert.Single(Texts(_edge.Silence(450))));
        Assert.Equal("[edge-c] no report for 3000s", Assert.Single(Texts(_edge.Silence(2100))));
    }

    [Fact]
    public void A_planned_stop_is_no_news_for_ten_minutes()
    {
        _edge.Report(report => report with { Reason = "stop" });
        Assert.Equal("late", _edge.Silence(590).Single().To);
        Assert.Equal(["EDGE_SILENT"], _edge.Silence(30).Select(one => one.Alert));
    }

    [Fact]
    public void A_repeated_report_changes_nothing_and_a_late_one_is_history()
    {
        Place("boot-a", 100);
        Place("boot-a", 103);
        Assert.Equal(ReportPlace.Duplicate, Place("boot-a", 103));
        Assert.Equal(ReportPlace.Duplicate, Place("boot-a", 100));
        Assert.Equal(ReportPlace.Late, Place("boot-a", 101));
        Assert.Equal(ReportPlace.Duplicate, Place("boot-a", 101));
        Assert.Equal(ReportPlace.Next, Place("boot-a", 200));
        Assert.Equal(ReportPlace.Late, Place("boot-a", 103));
        Assert.Equal((200, "boot-a"), (_edge.State.Seq, _edge.State.BootId));
    }

    [Fact]
    public void A_late_report_never_moves_the_state()
    {
        _edge.Report((Xray, 1), (Awg, 1));
        var state = _edge.State.Upstreams;
        var late = _edge.Turn(
            turn => EdgeRules.Report(turn, new EdgeReport { BootId = "boot-a", Seq = 0, Upstreams = new MetricsSample(true, 200, null, Metrics((Xray, 0))) }, TimeSpan.Zero), heard: true).Single();
        Assert.Equal(("late_report", null), (late.Type, late.Alert));
        Assert.Same(state, _edge.State.Upstreams);
    }

    [Fact]
    public void A_new_boot_counts_from_anew_and_what_the_old_one_kept_back_is_late()
    {
        Place("boot-a", 100);
        _edge.Move(60);
        Assert.Equal(ReportPlace.Next, Place("boot-b", 1));
        Assert.Equal(ReportPlace.Late, Place("boot-a", 101, sentAt: _edge.Now - TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(_edge.Last!.Events, one => one.Alert is not null);
    }

    [Fact]
    public void Two_hosts_that_take_turns_are_told_and_it_is_over_when_one_is_left()
    {
        Place("boot-a", 100);
        _edge.Move(30);
        Place("boot-b", 1);
        _edge.Move(30);
        Place("boot-a", 101);
        Assert.Equal(["[edge-c] IDENTITY two hosts report with one identity"], Texts(_edge.Last!.Events));
        _edge.Move(30);
        Place("boot-b", 2);
        Assert.Empty(Texts(_edge.Last!.Events));
        _edge.BootId = "boot-b";
        _edge.Move(601);
        Assert.Equal(
            ["[edge-c] IDENTITY one host reports again"],
            Texts(_edge.Report(report => report with { Seq = 50 })));
    }

    [Fact]
    public void A_clock_that_is_off_is_warned_of_each_time_and_noted_once_a_day()
    {
        Assert.Equal(["clock_skew"], Skewed());
        Assert.Contains(_edge.Last!.Warnings, warning => warning.StartsWith("clock:", StringComparison.Ordinal));
        Assert.Empty(Skewed());
        Assert.NotEmpty(_edge.Last!.Warnings);

        IEnumerable<string> Skewed() => _edge.Report(report => report with { SentAt = _edge.Now.AddSeconds(301) }).Select(one => one.Type);
    }

    [Fact]
    public void One_prober_is_advisory_and_two_that_agree_twice_are_told()
    {
        Assert.Empty(Peer("n2", false));
        Assert.Empty(Peer("n2", false));
        Assert.Empty(Peer("n2", false));
        Assert.Empty(Peer("n3", false));
        Assert.Equal(["[edge-c] PEER coturn-tls unreachable, 2 edges agree"], Texts(Peer("n3", false)));
        Assert.Empty(Peer("n2", true));
        Assert.Equal(["[edge-c] PEER coturn-tls reachable again"], Texts(Peer("n3", true)));

        IReadOnlyList<Storage.Rows.EdgeEventRow> Peer(string prober, bool ok) =>
            _edge.Turn(turn => ChannelRules.ApplyPeer(turn, new PeerProbe(prober, "coturn-tls", ok)), heard: false);
    }

    [Fact]
    public void An_epoch_that_is_not_applied_is_told_after_a_day_and_two_hours()
    {
        _edge.State = _edge.State with { EpochIssued = 2, EpochIssuedAt = _edge.Now };
        _edge.Move(26 * 3600);
        Assert.Empty(Texts(_edge.Statuses(AllActive).Where(one => one.Alert == "CONFIG_STALE").ToList()));
        _edge.Move(1);
        Assert.Contains("[edge-c] CONFIG epoch 2 is not applied after 26 h", Texts(_edge.Statuses(AllActive)));
        Assert.Contains("[edge-c] CONFIG epoch 2 is applied", Texts(_edge.Report(report => report with { EpochApplied = 2 })));
        Assert.Equal(2, _edge.State.EpochApplied);
    }

    [Fact]
    public void A_rendering_that_worked_ends_a_sticky_failure()
    {
        _edge.Statuses("naive=failed_at_render\n");
        _edge.State = _edge.State with { EpochIssued = 2 };
        Assert.Contains(
            "[edge-c] CHANNEL naive=failed_at_render -> skipped",
            Texts(_edge.Report(report => report with { EpochApplied = 2, Channels = "naive=skipped\n" })));
    }

    [Fact]
    public void Commands_come_again_until_they_are_done()
    {
        _edge.State = _edge.State with { Commands = [new EdgeCommand("c-1", "probe_now", null, null), new EdgeCommand("c-2", "hold", null, null)] };
        _edge.Report(report => report with { CommandsDone = ["c-1", "c-9"] });
        Assert.Equal(["c-2"], _edge.State.Commands.Select(command => command.Id));
        Assert.True(_edge.Last!.MustWrite);
    }

    private ReportPlace Place(string boot, long seq, DateTimeOffset? sentAt = null)
    {
        var place = default(ReportPlace);
        _edge.Turn(turn => place = EdgeRules.Report(turn, new EdgeReport { BootId = boot, Seq = seq, SentAt = sentAt ?? _edge.Now }, TimeSpan.Zero), heard: true);
        return place;
    }
}
