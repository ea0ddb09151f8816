using System.Text.Json;
using Vespid.Gateway.Edges;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>A report is read the same from JSON and from a form, and what is odd in it is left out and said.</summary>
public sealed class AgentReportTests
{
    [Fact]
    public void Json_and_form_say_the_same()
    {
        var json = AgentFields.Of(JsonElement.Parse("""
            {"seq":7,"boot_id":"b","sent_at":"2026-05-19T10:00:00Z","reason":"change","interval_s":30,"epoch_applied":12,"service_active":true,
             "upstreams":{"ok":true,"http_status":200,"sampled_at":"2026-05-19T09:59:58Z","text":"m 1\n"},"channels":{"ok":true,"text":"xray=active\n"},
             "probes":[{"channel_name":"ch1","channel_rtt_ms":142,"channel_handshake_ok":true,"channel_probed_at":"2026-05-19T10:00:00Z"}],
             "selfheal":{"given_up":["xray","awg"],"hold":false},"undelivered":3,"commands_done":["c-1","c-2"]}
            """));
        var form = AgentFields.Of(new Dictionary<string, string>
        {
            ["seq"] = "7", ["boot_id"] = "b", ["sent_at"] = "2026-05-19T10:00:00Z", ["reason"] = "change", ["interval_s"] = "30", ["epoch_applied"] = "12", ["service_active"] = "1",
            ["upstreams_ok"] = "1", ["upstreams_http_status"] = "200", ["upstreams_sampled_at"] = "2026-05-19T09:59:58Z", ["upstreams"] = "m 1\n", ["channels_ok"] = "1",
            ["channels"] = "xray=active\n", ["probes"] = "ch1 ok 142 2026-05-19T10:00:00Z\n", ["given_up"] = "xray,awg", ["hold"] = "0", ["undelivered"] = "3", ["commands_done"] = "c-1,c-2",
        });

        var (one, other) = (AgentReport.Read(json), AgentReport.Read(form));

        Assert.Equivalent(one, other, strict: true);
        Assert.Equal((7L, "m 1\n", "xray=active\n", 142), (one.Seq, one.Upstreams!.Text, one.Channels, Assert.Single(one.Probes).RttMs));
        Assert.Equal(["xray", "awg"], one.GivenUp.AsEnumerable());
        Assert.Null(json.Refusal);
        Assert.Empty(json.Warnings);
        Assert.Empty(form.Warnings);
    }

    [Theory]
    [InlineData("""{"seq":1}""", "boot_id")]
    [InlineData("""{"boot_id":"b"}""", "seq")]
    [InlineData("""{"boot_id":"b","seq":-1}""", "seq")]
    [InlineData("""{"boot_id":"b","seq":1.5}""", "seq")]
    [InlineData("""{"boot_id":"b\u0000","seq":1}""", "boot_id")]
    [InlineData("""{"boot_id":"\ud800","seq":1}""", "boot_id")]
    public void What_must_be_there_is_named(string json, string field)
    {
        var fields = AgentFields.Of(JsonElement.Parse(json));
        AgentReport.Read(fields);

        Assert.Equal([field], fields.Refusal!.Fields!.Keys);
    }

    [Theory]
    [InlineData("interval_s", "\"often\"")]
    [InlineData("epoch_applied", "-1")]
    [InlineData("service_active", "\"perhaps\"")]
    [InlineData("sent_at", "\"yesterday\"")]
    [InlineData("agent_version", "\"a\\nb\"")]
    [InlineData("undelivered", "1e400")]
    public void What_may_be_missing_is_left_out_with_a_warning(string name, string value)
    {
        var fields = AgentFields.Of(JsonElement.Parse($$"""{"seq":1,"boot_id":"b","{{name}}":{{value}}}"""));
        var report = AgentReport.Read(fields);

        Assert.Null(fields.Refusal);
        Assert.StartsWith(name, Assert.Single(fields.Warnings), StringComparison.Ordinal);
        Assert.Equivalent(AgentReport.Read(AgentFields.Of(JsonElement.Parse("""{"seq":1,"boot_id":"b"}"""))), report, strict: true);
    }

    [Theory]
    [InlineData("""{"ok":false,"http_status":404,"text":"x"}""", false, "")]
    [InlineData("""{"text":"x"}""", true, "x")]
    [InlineData("""{"ok":true}""", true, "")]
    public void A_scrape_that_failed_has_no_text(string upstreams, bool ok, string text)
    {
        var report = AgentReport.Read(AgentFields.Of(JsonElement.Parse($$"""{"seq":1,"boot_id":"b","upstreams":{{upstreams}}}""")));

        Assert.Equal((ok, text), (report.Upstreams!.Ok, report.Upstreams.Text));
    }

    [Fact]
    public void Without_a_scrape_there_is_none() => Assert.Null(AgentReport.Read(AgentFields.Of(JsonElement.Parse("""{"seq":1,"boot_id":"b"}"""))).Upstreams);

    [Fact]
    public void Probe_lines_that_are_none_are_left_out()
    {
        var fields = AgentFields.Of(new Dictionary<string, string> { ["seq"] = "1", ["boot_id"] = "b", ["probes"] = "ch1 ok\nch2 maybe 3\nch3 fail x y\nch5 fail 5000 2026-05-19T10:00:00Z 502\n\n" });

        var probes = AgentReport.Read(fields).Probes;

        Assert.Equal([("ch1", true, null), ("ch3", false, null), ("ch5", false, "502")], probes.Select(probe => (probe.Channel, probe.HandshakeOk == true, probe.Reason)));
        Assert.Equal(2, fields.Warnings.Count);
    }
}
