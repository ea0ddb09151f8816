using Vespid.Grains.Edges;
using static Vespid.Tests.Unit.Edges.EdgeBench;

namespace Vespid.Tests.Unit.Edges;

public sealed class TransitionTests
{
    private readonly EdgeBench _edge = new();

    public TransitionTests()
    {
        _edge.Statuses(AllActive);
        _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0));
    }

    [Fact]
    public void What_is_seen_first_is_told_to_nobody()
    {
        Assert.DoesNotContain(_edge.Last!.Events, one => one.Alert is not null);
        Assert.Equal(["healthy", "healthy", "healthy", "unhealthy"], new[] { Xray, Awg, Hysteria2, Naive }.Select(name => _edge.State.Upstreams[name].State));
    }

    [Fact]
    public void Taxonomy_row_TRANSITION_healthy_to_unhealthy()
    {
        var told = _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal("[edge-c] TRANSITION upstream=xray-client:3080 healthy -> unhealthy", told.Text);
        Assert.Equal(("UPSTREAM_DOWN", "warn", true, "healthy", "unhealthy", Xray), (told.Alert, told.Severity, told.Firing, told.From, told.To, told.Subject));
        Assert.Equal(told.Id, told.IncidentId);
        Assert.Equal("""{"serving":["awg","hysteria2"]}""", told.Details);
        Assert.True(_edge.Last!.MustWrite);
    }

    [Fact]
    public void Taxonomy_row_TRANSITION_unhealthy_to_healthy()
    {
        var down = _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        _edge.Move(60);
        var told = _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal("[edge-c] TRANSITION upstream=xray-client:3080 unhealthy -> healthy", told.Text);
        Assert.Equal(("UPSTREAM_UP", "info", false, down.Id), (told.Alert, told.Severity, told.Firing, told.IncidentId));
        Assert.Empty(_edge.State.Incidents);
    }

    [Fact]
    public void Taxonomy_row_CRITICAL_all_upstreams_unhealthy()
    {
        var told = _edge.Report((Xray, 0), (Awg, 0), (Hysteria2, 0), (Naive, 0));
        Assert.Equal(["UPSTREAM_DOWN", "UPSTREAM_DOWN", "UPSTREAM_DOWN", "ALL_UPSTREAMS_DOWN"], told.Select(one => one.Alert));
        Assert.Equal(("CRITICAL: all upstreams unhealthy on edge-c", "critical", true), (told[3].Text, told[3].Severity, told[3].Firing));
        Assert.Equal("all_down", EdgeRules.Judge(_edge.State, []).Verdict);
    }

    [Fact]
    public void All_down_is_over_with_the_first_that_is_back_and_says_which_are_not()
    {
        _edge.Report((Xray, 0), (Awg, 0), (Hysteria2, 0), (Naive, 0));
        var told = _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 0), (Naive, 0));
        Assert.Equal(["UPSTREAM_UP", "ALL_UPSTREAMS_DOWN"], told.Select(one => one.Alert));
        Assert.Equal(("[edge-c] RECOVERED: healthy: 10.9.0.2:8907; still unhealthy: host.docker.internal:18443, xray-client:3080", false), (told[1].Text, told[1].Firing));
    }

    [Fact]
    public void An_unprovisioned_upstream_is_history_and_never_counts()
    {
        Assert.Empty(Texts(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 1))));
        var moved = _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal(("transition", "healthy", "unhealthy", null), (moved.Type, moved.From, moved.To, moved.Alert));
        Assert.Contains("CRITICAL: all upstreams unhealthy on edge-c", Texts(_edge.Report((Xray, 0), (Awg, 0), (Hysteria2, 0), (Naive, 1))));
    }

    [Fact]
    public void An_upstream_that_no_template_has_is_shown_and_never_told()
    {
        _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0), ("stranger:9999", 1));
        Assert.Empty(Texts(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0), ("stranger:9999", 0))));
        Assert.Equal("unhealthy", _edge.State.Upstreams["stranger:9999"].State);
    }

    [Fact]
    public void A_failed_scrape_keeps_the_baseline_and_the_flip_behind_it_is_told()
    {
        foreach (var expected in (string?[])[null, null, "[edge-c] Caddy metrics unreachable (HTTP 404)", null])
            Assert.Equal(expected is null ? [] : [expected], Texts(_edge.FailedScrape()));
        Assert.Equal("healthy", _edge.State.Upstreams[Xray].State);
        Assert.Equal(
            ["[edge-c] Caddy metrics reachable again", "[edge-c] TRANSITION upstream=xray-client:3080 healthy -> unhealthy"],
            Texts(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0))));
    }

    [Fact]
    public void Two_failed_scrapes_and_a_good_one_are_no_news()
    {
        _edge.FailedScrape();
        _edge.FailedScrape(status: null);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.False(_edge.Last!.MustWrite);
    }

    [Fact]
    public void A_text_that_is_no_scrape_counts_as_a_failed_one()
    {
        for (var i = 0; i < 3; i++)
            _edge.Report(report => report with { Upstreams = new GrainInterfaces.Edges.MetricsSample(true, 200, null, "404 page not found") });
        Assert.True(_edge.Last!.IsOpen(_edge.Last.KeyOf("metrics", "caddy")));
        Assert.Contains("metrics: this is no Prometheus text", _edge.Last.Warnings);
    }

    [Fact]
    public void An_upstream_that_vanishes_is_told_after_three_scrapes_and_again_when_it_returns()
    {
        Assert.Empty(_edge.Report((Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.Empty(_edge.Report((Awg, 1), (Hysteria2, 1), (Naive, 0)));
        var told = _edge.Report((Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal(("UPSTREAM_VANISHED", "warn", "[edge-c] upstream=xray-client:3080 vanished from the metrics, it was healthy"), (told.Alert, told.Severity, told.Text));
        Assert.Equal(
            ["[edge-c] upstream=xray-client:3080 is reported again", "[edge-c] TRANSITION upstream=xray-client:3080 healthy -> unhealthy"],
            Texts(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0))));
    }

    [Fact]
    public void A_truncated_scrape_makes_nothing_vanish()
    {
        for (var i = 0; i < 5; i++)
            _edge.Report(report => report with { Upstreams = new GrainInterfaces.Edges.MetricsSample(true, 200, null, Metrics((Awg, 1)) + "caddy_reverse_proxy_upstreams_healthy{upstr") });
        Assert.Equal("healthy", _edge.State.Upstreams[Xray].State);
    }

    [Fact]
    public void Six_changes_in_half_an_hour_are_flapping_which_ends_after_fifteen_quiet_minutes()
    {
        var told = new List<Storage.Rows.EdgeEventRow>();
        for (var i = 0; i < 8; i++)
        {
            _edge.Move(60);
            told.AddRange(_edge.Report((Xray, i % 2), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Where(one => one.Alert is not null));
        }

        Assert.Equal([false, false, false, false, false, true, true, true], told.Where(one => one.Type == "transition").Select(one => one.Flapping));
        Assert.Equal("[edge-c] FLAPPING upstream=xray-client:3080, 6 changes in 30 min, now healthy", told.Single(one => one.Alert == "FLAPPING").Text);

        _edge.Move(14 * 60);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        _edge.Move(61);
        var end = _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal(("FLAPPING", false, "info"), (end.Alert, end.Firing, end.Severity));
        Assert.StartsWith("[edge-c] FLAPPING ended upstream=xray-client:3080, 8 changes in", end.Text, StringComparison.Ordinal);
        Assert.EndsWith("now healthy", end.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_changes_in_half_an_hour_are_not()
    {
        for (var i = 0; i < 12; i++)
        {
            _edge.Move(375);
            Assert.DoesNotContain(_edge.Report((Xray, i % 2), (Awg, 1), (Hysteria2, 1), (Naive, 0)), one => one.Alert == "FLAPPING" || one.Flapping);
        }
    }

    [Fact]
    public void An_expected_upstream_that_was_never_healthy_is_told_after_ten_minutes_once()
    {
        _edge.Statuses("xray=active\nhysteria2=active\nnaive=active\nawg=active\n");
        _edge.Move(599);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        _edge.Move(1);
        var told = _edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single();
        Assert.Equal(("NEVER_UP", "warn", "[edge-c] upstream=127.0.0.1:1080 is unhealthy for 10 min and was never healthy"), (told.Alert, told.Severity, told.Text));
        _edge.Move(600);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
    }

    [Fact]
    public void A_trouble_of_an_upstream_that_is_no_longer_expected_is_over()
    {
        _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0));
        _edge.Statuses("xray=skipped\n");
        Assert.Contains("[edge-c] upstream=xray-client:3080 is no longer expected", Texts(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0))));
        Assert.Empty(_edge.State.Incidents);
    }

    [Fact]
    public void Two_samples_make_a_transition_where_two_are_asked_for()
    {
        _edge.Options.TransitionSamples = 2;
        Assert.Empty(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.False(_edge.Last!.MustWrite);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.Empty(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.Single(_edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
    }

    [Fact]
    public void A_report_that_changes_nothing_is_not_written()
    {
        _edge.Move(60);
        Assert.Empty(_edge.Report((Xray, 1), (Awg, 1), (Hysteria2, 1), (Naive, 0)));
        Assert.False(_edge.Last!.MustWrite);
    }

    [Fact]
    public void A_held_edge_records_what_it_does_not_tell()
    {
        _edge.Edge = _edge.Edge with { Held = true };
        Assert.Equal("hold", _edge.Report((Xray, 0), (Awg, 1), (Hysteria2, 1), (Naive, 0)).Single().Muted);
    }
}
