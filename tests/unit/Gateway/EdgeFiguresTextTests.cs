using System.Globalization;
using System.Text.RegularExpressions;
using Vespid.Gateway.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

public sealed partial class EdgeFiguresTextTests
{
    [Fact]
    public void Five_thousand_edges_are_read_by_a_strict_reader_and_no_series_is_there_twice()
    {
        var edges = Enumerable.Range(0, 5000).Select(i => Edge($"n{i:D4}")).ToList();
        var series = Read(EdgeFiguresText.Write(edges));

        Assert.Equal(5000 * (4 + 2 + 2 + 3), series.Count);
        Assert.Equal("1", series["partner_edge_upstream_healthy{node_id=\"n0042\",upstream=\"xray-client:3080\"}"]);
        Assert.Equal("0", series["partner_edge_upstream_healthy{node_id=\"n0042\",upstream=\"10.9.0.2:8907\"}"]);
        Assert.Equal("1", series["partner_edge_channel_status{node_id=\"n4999\",channel=\"awg\",status=\"failed_at_setup\"}"]);
        Assert.Equal("4", series["partner_edge_liveness{node_id=\"n0000\"}"]);
        Assert.Equal("12", series["partner_edge_config_epoch{node_id=\"n0000\",kind=\"applied\"}"]);
    }

    [Fact]
    public void What_an_edge_calls_its_upstreams_stays_within_its_quotes()
    {
        var edge = Edge("n1") with { Upstreams = new Dictionary<string, string> { ["a\"} 1\nb{c=\"\\"] = "healthy" }, LastSeenAt = null, Liveness = "of-tomorrow" };
        var series = Read(EdgeFiguresText.Write([edge]));
        Assert.Single(series, pair => pair.Key.StartsWith("partner_edge_upstream_healthy{", StringComparison.Ordinal));
        Assert.DoesNotContain(series.Keys, name => name.StartsWith("partner_edge_liveness", StringComparison.Ordinal) || name.StartsWith("partner_edge_last", StringComparison.Ordinal));
    }

    private static EdgeFigures Edge(string node) => new(
        node, "silent", DateTimeOffset.UnixEpoch.AddYears(56), 1, 2, 13, 13, 12,
        new Dictionary<string, string> { ["xray-client:3080"] = "healthy", ["10.9.0.2:8907"] = "absent", ["127.0.0.1:1080"] = "unknown" },
        new Dictionary<string, string> { ["xray"] = "active", ["awg"] = "failed_at_setup" });

    /// <summary>Refuses what the format does not allow: a family twice, its samples apart from it, a series twice, a line of another shape.</summary>
    private static Dictionary<string, string> Read(string text)
    {
        var series = new Dictionary<string, string>();
        var families = new HashSet<string>();
        var family = "";
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n')[..^1])
        {
            if (Header().Match(line) is { Success: true } header)
            {
                family = header.Groups[2].Value;
                Assert.True(families.Add(header.Groups[1].Value + family), line);
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            Assert.Equal(family, sample.Groups[1].Value);
            Assert.True(double.TryParse(sample.Groups[3].Value, CultureInfo.InvariantCulture, out _), line);
            Assert.True(series.TryAdd(sample.Groups[1].Value + sample.Groups[2].Value, sample.Groups[3].Value), line);
        }

        return series;
    }

    [GeneratedRegex("^# (HELP|TYPE) ([a-z_]+) .+$")]
    private static partial Regex Header();

    [GeneratedRegex("""^([a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\]|\\["\\n])*")*\}) (-?[0-9.]+)$""")]
    private static partial Regex Sample();
}
