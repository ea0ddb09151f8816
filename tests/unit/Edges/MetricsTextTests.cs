using Vespid.Grains.Edges;

namespace Vespid.Tests.Unit.Edges;

public sealed class MetricsTextTests
{
    [Theory]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 1", true)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 0", false)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 1.0", true)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 1e+00", true)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 0.0", false)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{server=\"srv0\",upstream=\"a:1\"} 1", true)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\",server=\"srv \\\"0\\\" }\"} 0", false)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy { upstream = \"a:1\" , } 1", true)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} 1 1716112800000", true)]
    [InlineData("  caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"}\t0  \r", false)]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} NaN", null)]
    public void A_line_is_read_however_it_is_written(string line, bool? healthy)
    {
        var sample = MetricsText.Parse(line + "\n");
        Assert.True(sample is { Readable: true, Complete: true });
        Assert.Equal(healthy, Assert.Contains("a:1", sample.Upstreams));
        Assert.Empty(sample.Warnings);
    }

    [Fact]
    public void The_worse_of_two_values_of_one_upstream_wins()
    {
        var sample = MetricsText.Parse(EdgeBench.Metrics(("a:1", 1), ("a:1", 0), ("a:1", 1)));
        Assert.False(sample.Upstreams["a:1"]);
    }

    [Theory]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1")]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"}")]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"a:1\"} one")]
    [InlineData("caddy_reverse_proxy_upstreams_healthy{upstream=\"\"} 1")]
    [InlineData("caddy_reverse_proxy_upstreams_healthy 1")]
    public void A_line_that_cannot_be_read_costs_a_warning_and_the_certainty_that_others_are_missing(string line)
    {
        var sample = MetricsText.Parse(EdgeBench.Metrics(("b:1", 1)) + line);
        Assert.True(sample.Readable);
        Assert.False(sample.Complete);
        Assert.Equal(["b:1"], sample.Upstreams.Keys);
        Assert.Single(sample.Warnings);
    }

    [Theory]
    [InlineData("<html><body>404 page not found</body></html>")]
    [InlineData("404 page not found")]
    [InlineData("")]
    [InlineData("\0\0\0")]
    public void What_is_no_scrape_is_not_readable(string text) => Assert.False(MetricsText.Parse(text).Readable);

    [Fact]
    public void A_scrape_without_the_metric_is_a_scrape() => Assert.True(MetricsText.Parse("go_goroutines 12\n") is { Readable: true, Complete: true, Upstreams.Count: 0 });

    [Fact]
    public void Of_too_many_upstreams_the_first_by_name_are_taken()
    {
        var sample = MetricsText.Parse(EdgeBench.Metrics([.. Enumerable.Range(0, 100).Select(i => ($"u{i:D3}:1", 1))]));
        Assert.Equal((64, "u063:1"), (sample.Upstreams.Count, sample.Upstreams.Keys.Last()));
        Assert.Single(sample.Warnings);
    }

    [Fact]
    public void Ten_megabytes_are_read_through()
    {
        var text = string.Concat(Enumerable.Repeat("caddy_http_requests_total{handler=\"reverse_proxy\",server=\"srv0\"} 12345\n", 160_000)) + EdgeBench.Metrics(("a:1", 0));
        Assert.True(text.Length > 10_000_000);
        Assert.False(MetricsText.Parse(text).Upstreams["a:1"]);
    }
}
