using Vespid.Grains.Edges;

namespace Vespid.Tests.Unit.Edges;

public sealed class ChannelStatusTests
{
    [Fact]
    public void The_file_is_read_with_comments_returns_and_without_a_last_line_end()
    {
        var (statuses, warnings) = ChannelStatusText.Parse("# made by install\r\nxray=active\r\n\nawg = active \nnaive=skipped");
        Assert.Equal(new Dictionary<string, string> { ["awg"] = "active", ["naive"] = "skipped", ["xray"] = "active" }, statuses);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("xray")]
    [InlineData("=active")]
    [InlineData("xray=")]
    [InlineData("Xray=active")]
    [InlineData("9ray=active")]
    public void A_line_that_is_none_is_passed_over_with_a_warning(string line)
    {
        var (statuses, warnings) = ChannelStatusText.Parse(line + "\nawg=active\n");
        Assert.Equal(["awg"], statuses!.Keys);
        Assert.Single(warnings);
    }

    [Fact]
    public void The_last_of_two_lines_of_one_channel_wins() => Assert.Equal("active", ChannelStatusText.Parse("xray=skipped\nxray=active\n").Statuses!["xray"]);

    [Fact]
    public void An_empty_file_says_nothing() => Assert.Empty(ChannelStatusText.Parse("").Statuses!);

    [Fact]
    public void A_file_of_a_megabyte_or_of_too_many_entries_is_refused()
    {
        Assert.Null(ChannelStatusText.Parse(new string('x', 1 << 20)).Statuses);
        Assert.Null(ChannelStatusText.Parse(string.Concat(Enumerable.Range(0, 65).Select(i => $"c{i}=active\n"))).Statuses);
    }

    [Theory]
    [InlineData("active", "Up", true)]
    [InlineData("skipped", "Neutral", true)]
    [InlineData("skipped_no_server", "Neutral", true)]
    [InlineData("skipped_fixture_host", "Neutral", true)]
    [InlineData("failed_at_render", "Failed", true)]
    [InlineData("failed_at_start", "Failed", true)]
    [InlineData("failed_at_setup", "Failed", true)]
    [InlineData("failed_at_runtime", "Failed", true)]
    [InlineData("degraded", "Failed", true)]
    [InlineData("actve", "Failed", false)]
    [InlineData("skipped_because", "Failed", false)]
    [InlineData("failed_at_moon", "Failed", false)]
    public void Every_status_word_has_its_class(string word, string wanted, bool known)
    {
        Assert.Equal(wanted, ChannelStatuses.ClassOf(word).ToString());
        Assert.Equal(known, ChannelStatuses.IsKnownWord(word));
    }

    [Theory]
    [InlineData("", "unknown")]
    [InlineData("skipped,skipped", "idle")]
    [InlineData("failed_at_start,skipped", "failed")]
    [InlineData("active,failed_at_start", "degraded")]
    [InlineData("active,degraded", "degraded")]
    [InlineData("active,skipped", "healthy")]
    public void The_verdict_follows_from_the_statuses(string statuses, string verdict) =>
        Assert.Equal(verdict, ChannelStatuses.Verdict(statuses.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("xray (CH1): required, works", "xray=active,awg=active", true)]
    [InlineData("xray (CH1): required, fails alone", "xray=failed_at_render", false)]
    [InlineData("AWG mesh (CH2): never blocks an installation", "xray=active,awg=failed_at_setup", true)]
    [InlineData("AWG mesh (CH2): does not save one either", "xray=failed_at_start,awg=active", false)]
    [InlineData("hysteria2 (CH3): optional, skipped", "xray=active,hysteria2=skipped", true)]
    [InlineData("hysteria2 (CH3): optional, carries a failed xray", "xray=failed_at_render,hysteria2=active", true)]
    [InlineData("naive (UC5): optional, skipped", "xray=active,naive=skipped", true)]
    [InlineData("naive (UC5): fails together with xray", "xray=failed_at_start,naive=failed_at_start", false)]
    public void Every_row_of_the_deployment_matrix_decides_whether_the_installation_succeeds(string row, string statuses, bool succeeds)
    {
        Assert.NotEmpty(row);
        Assert.Equal(succeeds, ChannelStatuses.InstallSucceeds(statuses.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])));
    }

    [Theory]
    [InlineData("xray-client:3080", "xray")]
    [InlineData("10.9.0.2:8907", "awg")]
    [InlineData("host.docker.internal:18443", "hysteria2")]
    [InlineData("127.0.0.1:1080", "naive")]
    [InlineData("127.0.0.1:1090", "naive")]
    [InlineData("127.0.0.1:3080", "xray")]
    [InlineData("[::1]:3080", "xray")]
    [InlineData("somewhere:9999", null)]
    [InlineData("somewhere", null)]
    public void An_upstream_belongs_to_the_channel_of_its_port(string upstream, string? channel) =>
        Assert.Equal(channel, UpstreamChannels.Of(upstream, UpstreamChannels.DefaultNaivePort));
}
