using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Each row of the protocol's table of troubles: the answer that stands there, what changes and what does not, and no other edge ever.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class EdgesBadInputTests(SharedHost shared)
{
    /// <summary>Shown in another test, with a database of its own to take away.</summary>
    private const string DatabaseAway = "the database is away";

    private static readonly Dictionary<string, Func<EdgeFleet, EdgeNode, Task>> Rows = new()
    {
        ["`node_id`, `seq` or `boot_id` missing or malformed"] = async (_, edge) =>
        {
            Assert.Equal(["boot_id", "seq"], (await edge.ReportAsync(new JsonObject { ["node_id"] = edge.NodeId })).Expect(400, "invalid_request").Fields);
            Assert.Equal(["node_id"], (await edge.ReportAsync(new JsonObject { ["seq"] = 1, ["boot_id"] = "b" })).Expect(400, "invalid_request").Fields);
            Assert.Equal(["boot_id"], (await edge.ReportAsync(Changed(edge, report => report["boot_id"] = "a b\n"))).Expect(400, "invalid_request").Fields);
        },
        ["a `schema` above 1"] = async (_, edge) => (await edge.ReportAsync(Changed(edge, report => report["schema"] = 2))).Expect(422, "schema_unsupported"),
        ["another field malformed"] = async (fleet, edge) =>
        {
            Warned(await edge.ReportAsync(Changed(edge, report => (report["interval_s"], report["sent_at"]) = ("often", "yesterday"))), "interval_s", "sent_at");
            Assert.Equal("unhealthy", await StateAsync(fleet, edge));
        },
        ["the same `seq` of the same boot again"] = async (fleet, edge) =>
        {
            var report = edge.Report(EdgeFleet.Healthy);
            Assert.False((bool)(await edge.ReportAsync(report)).Expect(200).Json["duplicate"]!);
            report["upstreams"]!["text"] = EdgeFleet.Unhealthy;
            Assert.True((bool)(await edge.ReportAsync(report)).Expect(200).Json["duplicate"]!);
            Assert.Equal("healthy", await StateAsync(fleet, edge));
        },
        ["an older `seq`"] = async (fleet, edge) =>
        {
            var late = edge.Report(EdgeFleet.Unhealthy);
            (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
            Assert.False((bool)(await edge.ReportAsync(late)).Expect(200).Json["duplicate"]!);
            Assert.Equal("healthy", await StateAsync(fleet, edge));
            Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["type"] == "late_report");
        },
        ["clock off by more than 300 s"] = async (fleet, edge) =>
        {
            var sentAt = TimeProvider.System.GetUtcNow().AddHours(-2);
            for (var i = 0; i < 2; i++)
                Warned(await edge.ReportAsync(Changed(edge, report => report["sent_at"] = sentAt.AddSeconds(i).ToString("O"))), "clock:");
            var noted = Assert.Single(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["type"] == "clock_skew")!;
            Assert.True((DateTimeOffset)noted["observedAt"]! > sentAt.AddHours(1));
        },
        ["`upstreams_ok` 0"] = async (fleet, edge) =>
        {
            (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
            for (var i = 0; i < 3; i++)
            {
                Assert.DoesNotContain(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "METRICS_UNAVAILABLE");
                (await edge.ReportAsync(Changed(edge, report => report["upstreams"] = new JsonObject { ["ok"] = false, ["http_status"] = 404 }))).Expect(200);
            }

            Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "METRICS_UNAVAILABLE");
            Assert.Equal("healthy", await StateAsync(fleet, edge));
        },
        ["metrics that end in the middle, or have lines that are none"] = async (fleet, edge) =>
        {
            Warned(await edge.ReportAsync(EdgeFleet.Healthy + "caddy_reverse_proxy_upstreams_healthy{upstream=\"10.9.0.2:8907\"} maybe\ncaddy_reverse_proxy_upstreams_healthy{upstr"), "metrics:");
            Assert.Equal("healthy", await StateAsync(fleet, edge));
        },
        ["more than 64 upstreams"] = async (fleet, edge) =>
        {
            Warned(await edge.ReportAsync(string.Concat(Enumerable.Range(0, 70).Select(i => $"caddy_reverse_proxy_upstreams_healthy{{upstream=\"u{i:D2}:1\"}} 1\n"))), "metrics:");
            var kept = (await ShownAsync(fleet, edge))["upstreams"]!.AsArray().Select(item => (string)item!["name"]!).Order(StringComparer.Ordinal).ToList();
            Assert.Equal((64, "u63:1"), (kept.Count, kept[^1]));
        },
        ["an upstream that no template has"] = async (fleet, edge) =>
        {
            foreach (var value in new[] { 1, 0 })
                (await edge.ReportAsync(EdgeFleet.Healthy + $"caddy_reverse_proxy_upstreams_healthy{{upstream=\"stranger:9999\"}} {value}\n")).Expect(200);
            var stranger = (await ShownAsync(fleet, edge))["upstreams"]!.AsArray().Single(item => (string?)item!["name"] == "stranger:9999")!;
            Assert.Equal(("unhealthy", false), ((string?)stranger["state"], (bool)stranger["expected"]!));
            Assert.DoesNotContain(await fleet.EventsAsync(edge.NodeId), item => item!["alert"] is not null);
        },
        ["a status word that is not known"] = async (fleet, edge) =>
        {
            Warned(await edge.ReportAsync(EdgeFleet.Healthy, "xray=actve\n"), "channels: xray");
            var channel = Assert.Single((await ShownAsync(fleet, edge))["channels"]!.AsArray())!;
            Assert.Equal(("actve", "failed"), ((string?)channel["status"], (string?)channel["class"]));
            Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "CHANNEL_FAILED");
        },
        ["a channel that was never given"] = async (fleet, edge) =>
        {
            Warned(await edge.ReportAsync(EdgeFleet.Healthy, "xray=active\nzebra=failed_at_start\n"), "channels: zebra");
            Assert.Contains((await ShownAsync(fleet, edge))["channels"]!.AsArray(), item => (string?)item!["name"] == "zebra");
            Assert.DoesNotContain(await fleet.EventsAsync(edge.NodeId), item => item!["alert"] is not null);
        },
        ["a body above 256 KiB, such as 10 MB of metrics"] = async (fleet, edge) =>
        {
            var form = new MultipartFormDataContent { { new StringContent(edge.NodeId), "node_id" }, { new StringContent("7"), "seq" }, { new StringContent("boot-1"), "boot_id" } };
            form.Add(new StringContent(new string('#', 10 * 1024 * 1024), Encoding.UTF8, "text/plain"), "upstreams", "upstreams");
            (await fleet.PostAsync("edge-report", form, edge.Bearer, ("expect", "100-continue"))).Expect(413, "body_too_large");
            Assert.Null((await ShownAsync(fleet, edge))["lastSeenAt"]);
        },
        ["more than one report in two seconds, after a few at once"] = async (_, edge) =>
        {
            EdgeAnswer answer;
            var taken = 0;
            while ((answer = await edge.PostAsync("edge-report", edge.Report(EdgeFleet.Healthy))).Status == 200)
                Assert.True(++taken < 30);
            answer.Expect(429, "too_many_requests");
            Assert.Equal("2", answer.Header("retry-after"));
        },
        ["two hosts with one identity (`boot_id` takes turns)"] = async (fleet, edge) =>
        {
            foreach (var boot in new[] { "boot-1", "boot-2", "boot-1" })
            {
                edge.BootId = boot;
                (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
            }

            Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "IDENTITY_MISMATCH");
            (await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(200);
        },
    };

    public static TheoryData<string> RowNames() => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(RowNames))]
    public async Task Each_trouble_has_its_answer_and_changes_no_other_edge(string row)
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, $"edges-bad-{Rows.Keys.ToList().IndexOf(row)}");
        var edge = await fleet.RegisterAsync("one");
        var other = await fleet.RegisterAsync("two");
        (await other.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var before = await ShownAsync(fleet, other);

        await Rows[row](fleet, edge);

        var after = await ShownAsync(fleet, other);
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public void The_table_has_these_rows()
    {
        var page = File.ReadAllLines(Path.Combine(Vespid.Tests.EdgeAgent.Support.RepositoryRoot.Path, "docs", "edges", "protocol.md"));
        var table = page.SkipWhile(line => !line.StartsWith("| Trouble |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim());
        Assert.Equal(Rows.Keys.Append(DatabaseAway), table);
    }

    private static JsonObject Changed(EdgeNode edge, Action<JsonObject> change)
    {
        var report = edge.Report(EdgeFleet.Unhealthy);
        change(report);
        return report;
    }

    private static void Warned(EdgeAnswer answer, params string[] beginnings)
    {
        var warnings = answer.Expect(200).Json["warnings"]!.AsArray().Select(item => (string)item!).ToList();
        Assert.All(beginnings, beginning => Assert.Contains(warnings, warning => warning.StartsWith(beginning, StringComparison.Ordinal)));
    }

    private static async Task<JsonNode> ShownAsync(EdgeFleet fleet, EdgeNode edge) => (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Expect(200).Json;

    private static async Task<string?> StateAsync(EdgeFleet fleet, EdgeNode edge) =>
        (string?)(await ShownAsync(fleet, edge))["upstreams"]!.AsArray().Single(item => (string?)item!["name"] == "xray-client:3080")!["state"];
}
