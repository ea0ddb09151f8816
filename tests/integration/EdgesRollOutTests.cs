using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A change of what all edges share: to one edge first, stopped by its failure, taken back. The catalog is the whole deployment's, so is the process.</summary>
public sealed class EdgesRollOutTests : IAsyncLifetime
{
    private static readonly TimeSpan CatalogIsAskedFor = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _data = new();
    private HostProcess _host = null!;

    public async Task InitializeAsync() => _host = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), null, "--no-demo");

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_deployment_without_a_receiver_says_that_its_alerts_go_nowhere_and_is_ready()
    {
        var health = JsonNode.Parse(await _host.GetTextAsync(new Uri(_host.Health, "/healthz")))!;
        var alerts = health["dependencies"]!["alerts"]!;
        Assert.Equal(("ready", "disabled", "unrouted", false), ((string?)health["status"], (string?)alerts["state"], (string?)alerts["detail"], (bool)alerts["required"]!));
    }

    [Fact]
    public async Task A_change_goes_to_one_edge_first_its_failure_stops_it_and_the_epoch_before_comes_back()
    {
        using var fleet = await EdgeFleet.CreateAsync(_host, "edge-c");
        var first = await fleet.RegisterAsync("one");
        var second = await fleet.RegisterAsync("two");
        var changed = (await fleet.AsOperatorAsync(HttpMethod.Put, "/api/edges/catalog", EdgeFleet.Catalog("h2"))).Expect(200);
        Assert.Equal("first", (string?)changed.Json["rollout"]!["stage"]);

        await Wait.UntilAsync(async () => (long)(await first.GetAsync("node-config")).Expect(200).Json["epoch"]! == 2, () => "the first edge that asks gets the change", CatalogIsAskedFor);
        Assert.Equal(1, (long)(await second.GetAsync("node-config")).Expect(200).Json["epoch"]!);
        var difference = Assert.Single((await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{first.NodeId}/config/diff?from=1&to=2")).Expect(200).Json["differences"]!.AsArray())!;
        Assert.Equal(("keys_version", "h1", "h2"), ((string?)difference["path"], (string?)difference["from"], (string?)difference["to"]));

        // The agent could not render it: the status file says so, and what became of the epoch.
        const string error = "failed_at_render: xray-client.json: no JSON";
        (await first.PostAsync("node-config/applied", new JsonObject { ["node_id"] = first.NodeId, ["epoch"] = 2, ["result"] = "failed", ["error"] = error })).Expect(204);
        (await first.ReportAsync(EdgeFleet.Healthy, "xray=failed_at_render\n")).Expect(200);
        var shown = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{first.NodeId}")).Expect(200).Json;
        Assert.Equal((error, "failed", 2L, 0L), ((string?)shown["epochError"], (string?)shown["verdict"], (long)shown["epochIssued"]!, (long)shown["epochApplied"]!));
        Assert.Contains(await fleet.EventsAsync(first.NodeId), item => (string?)item!["alert"] == "CHANNEL_FAILED" && (string?)item["to"] == "failed_at_render");
        Assert.True((bool)(await fleet.AsOperatorAsync(HttpMethod.Get, "/api/edges/catalog")).Expect(200).Json["rollout"]!["halted"]!);
        Assert.Equal(1, (long)(await second.GetAsync("node-config")).Expect(200).Json["epoch"]!);

        Assert.Equal(3, (long)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{first.NodeId}/config/rollback", new JsonObject { ["epoch"] = 1 })).Expect(201).Json["epoch"]!);
        var answer = (await first.ReportAsync(EdgeFleet.Healthy)).Expect(200).Json["commands"]!.AsArray();
        Assert.Contains(answer, command => (string?)command!["type"] == "refresh_config" && (long?)command["epoch"] == 3);
        Assert.Equal((3L, "h1"), await EpochAsync(first));
        Assert.Equal(
            [(3L, "rollback", null), (2L, "catalog", "failed"), (1L, "registration", null)],
            (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{first.NodeId}/config")).Expect(200).Json["epochs"]!.AsArray()
                .Select(epoch => ((long)epoch!["epoch"]!, (string?)epoch["reason"], (string?)epoch["result"])));

        (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/edges/catalog/rollout", new JsonObject { ["action"] = "advance" })).Expect(403, "forbidden");
        var advanced = (await fleet.AsOperatorAsync(HttpMethod.Post, "/api/edges/catalog/rollout", new JsonObject { ["action"] = "advance" })).Expect(200).Json["rollout"]!;
        Assert.False((bool)advanced["halted"]!);
    }

    private static async Task<(long Epoch, string? Keys)> EpochAsync(EdgeNode edge)
    {
        var config = (await edge.GetAsync("node-config")).Expect(200).Json;
        return ((long)config["epoch"]!, (string?)config["keys_version"]);
    }
}
