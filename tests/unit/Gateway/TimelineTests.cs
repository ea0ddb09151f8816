using System.Xml.Linq;
using Vespid.Gateway.Edges;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>Spans of states, and their picture.</summary>
public sealed class TimelineTests
{
    private static readonly DateTimeOffset From = new(2026, 5, 19, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddHours(24);
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Changes_become_spans_from_the_last_one_before_the_window_on()
    {
        var timeline = Timeline.Of([Change(-5, "healthy", "unhealthy"), Change(2, "unhealthy", "healthy"), Change(3, "healthy", "unhealthy")], null, From, To);

        Assert.Equal([("unhealthy", 0, 2), ("healthy", 2, 3), ("unhealthy", 3, 24)], SpansOf(Assert.Single(timeline.Tracks)));
    }

    [Fact]
    public void Before_the_first_change_is_what_that_says_it_was() => Assert.Equal(
        [("healthy", 0, 2), ("unhealthy", 2, 24)], SpansOf(Assert.Single(Timeline.Of([Change(2, "healthy", "unhealthy")], null, From, To).Tracks)));

    [Fact]
    public void What_was_never_seen_before_begins_with_its_first_sight() => Assert.Equal(
        [("unknown", 0, 2), ("healthy", 2, 24)], SpansOf(Assert.Single(Timeline.Of([Change(2, "unknown", "healthy")], null, From, To).Tracks)));

    [Fact]
    public void What_has_not_changed_as_far_back_as_history_goes_is_what_it_is_now()
    {
        var view = View(new UpstreamView("xray-client:3080", "xray", true, "healthy", From.AddHours(-100), false), new UpstreamView("late", null, false, "unhealthy", From.AddHours(20), false));

        var timeline = Timeline.Of([], view, From, To);

        Assert.Equal([("late", 20), ("xray-client:3080", 0)], timeline.Tracks.Select(track => (track.Subject, (track.Spans[0].From - From).TotalHours)));
    }

    [Fact]
    public void The_same_state_twice_is_one_span() => Assert.Equal(
        [("healthy", 0, 24)], SpansOf(Assert.Single(Timeline.Of([Change(-1, "x", "healthy"), Change(4, "healthy", "healthy")], null, From, To).Tracks)));

    [Fact]
    public void Liveness_comes_first_then_upstreams_then_channels() => Assert.Equal(
        ["liveness", "upstream", "channel"],
        Timeline.Of([Change(1, "a", "b", "channel", "xray"), Change(1, "a", "b"), Change(1, "a", "b", "liveness", "reports")], null, From, To).Tracks.Select(track => track.Kind));

    [Fact]
    public void The_picture_says_in_words_what_it_shows_and_not_by_colour_alone()
    {
        var timeline = Timeline.Of([Change(-5, "healthy", "unhealthy"), Change(12, "unhealthy", "healthy")], null, From, To);

        var svg = XDocument.Parse(TimelineSvg.Draw("edge-c", timeline)).Root!;

        Assert.Equal("edge-c: states from 2026-05-19 00:00 UTC to 2026-05-20 00:00 UTC", svg.Element(Svg + "title")!.Value);
        Assert.Equal("upstream xray-client:3080: 1 changes, healthy since 2026-05-19 12:00 UTC.", svg.Element(Svg + "desc")!.Value);
        Assert.Equal("img", (string?)svg.Attribute("role"));
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("unhealthy", texts);
        Assert.Contains("healthy", texts);
        Assert.Contains("Time in UTC", texts);
        Assert.Contains(svg.Descendants(Svg + "rect"), rect => (string?)rect.Attribute("fill") == "url(#bad)");
    }

    [Fact]
    public void Names_from_outside_are_text_in_it()
    {
        var timeline = Timeline.Of([Change(1, "healthy", "<script>\u0001", subject: "<img src=x onerror=alert(1)>")], null, From, To);

        var svg = TimelineSvg.Draw("</title><script>", timeline);

        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", svg, StringComparison.Ordinal);
        Assert.Empty(XDocument.Parse(svg).Descendants(Svg + "script"));
    }

    [Fact]
    public void Nothing_known_is_said() => Assert.Contains("Nothing is known of this time.", TimelineSvg.Draw("e", Timeline.Of([], null, From, To)), StringComparison.Ordinal);

    private static IEnumerable<(string State, int From, int To)> SpansOf(TimelineTrack track) =>
        track.Spans.Select(span => (span.State, (int)(span.From - From).TotalHours, (int)(span.To - From).TotalHours));

    private static EdgeEventItem Change(int hours, string from, string to, string type = "transition", string subject = "xray-client:3080") => new()
    {
        Id = Guid.Empty, NodeId = "n1", OrganizationId = Guid.Empty, PartnerId = "p", Label = "l", Region = "", Type = type, Subject = subject, From = from, To = to, Firing = false,
        Flapping = false, ObservedAt = From.AddHours(hours), CreatedAt = From.AddHours(hours),
    };

    private static EdgeView View(params UpstreamView[] upstreams) => new()
    {
        NodeId = "n1", OrganizationId = Guid.Empty, PartnerId = "p", Label = "l", Liveness = "online", Verdict = "healthy", LastSeenAt = To, Upstreams = [.. upstreams], Channels = [], Probes = [],
        Incidents = [], Commands = [], Epochs = new EpochView(1, 1, 1, null),
    };
}
