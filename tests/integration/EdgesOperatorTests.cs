using System.Text.Json.Nodes;
using System.Xml.Linq;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>What operators and owners see of edges and change, over HTTP and by the command line.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class EdgesOperatorTests(SharedHost shared)
{
    private const int Ok = 0, Failed = 1, BadConfiguration = 2, Unreachable = 3;

    [Fact]
    public async Task What_is_another_organisations_does_not_exist()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-tenancy");
        using var stranger = await ApiClient.SignUpAsync(shared.Host, "edges-tenancy-stranger@example.com");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await edge.ReportAsync(EdgeFleet.Unhealthy)).Expect(200);
        (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/receivers", new JsonObject { ["id"] = "edges-tenancy", ["webhookUrl"] = "https://alerts.example.com/x" })).Expect(201);
        var silence = (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/alerts/silences", Silence(edge.NodeId))).Expect(201).Json["id"];
        var incident = Assert.Single((await fleet.AsOwnerAsync(HttpMethod.Get, "/api/alerts")).Json["alerts"]!.AsArray(), item => (string?)item!["alert"] == "UPSTREAM_DOWN")!["id"];
        var token = (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/partners/{fleet.Partner}/tokens", new JsonObject())).Expect(201).Json["id"];

        var node = $"/api/edges/{edge.NodeId}";
        foreach (var (method, path) in ((HttpMethod, string)[])
        [
            (HttpMethod.Get, node), (HttpMethod.Get, node + "/events"), (HttpMethod.Get, node + "/timeline"), (HttpMethod.Get, node + "/timeline.svg"), (HttpMethod.Get, node + "/config"),
            (HttpMethod.Get, node + "/config/diff"), (HttpMethod.Post, node + "/config/rollback"), (HttpMethod.Post, node + "/refresh"), (HttpMethod.Post, node + "/probe"),
            (HttpMethod.Post, node + "/hold"), (HttpMethod.Post, node + "/unhold"), (HttpMethod.Post, node + "/unpark"), (HttpMethod.Post, node + "/rotate-token"),
            (HttpMethod.Post, node + "/rotate-identity"), (HttpMethod.Post, node + "/deregister"), (HttpMethod.Patch, "/api/partners/edges-tenancy"),
            (HttpMethod.Get, "/api/partners/edges-tenancy/tokens"), (HttpMethod.Post, "/api/partners/edges-tenancy/tokens"), (HttpMethod.Delete, $"/api/partners/edges-tenancy/tokens/{token}"),
            (HttpMethod.Post, $"/api/alerts/{incident}/ack"), (HttpMethod.Delete, $"/api/alerts/silences/{silence}"), (HttpMethod.Patch, "/api/receivers/edges-tenancy"),
            (HttpMethod.Delete, "/api/receivers/edges-tenancy"), (HttpMethod.Post, "/api/receivers/edges-tenancy/test"), (HttpMethod.Get, "/api/receivers/edges-tenancy/outbox"),
            (HttpMethod.Post, "/api/receivers/edges-tenancy/unpark"), (HttpMethod.Post, "/api/receivers/default/test"),
        ])
        {
            var answer = await fleet.AsAsync(stranger, method, path, method == HttpMethod.Get ? null : new JsonObject { ["epoch"] = 1 });
            Assert.True(answer is { Status: 404, Code: "not_found" }, $"{method} {path}: {answer.Status} {answer.Text}");
        }

        foreach (var list in new[] { "/api/edges", "/api/partners", "/api/alerts?state=all", "/api/alerts/silences?past=true", "/api/receivers" })
        {
            var text = (await fleet.AsAsync(stranger, HttpMethod.Get, list)).Expect(200).Text;
            Assert.DoesNotContain("edges-tenancy", text, StringComparison.Ordinal);
            Assert.DoesNotContain(edge.NodeId, text, StringComparison.Ordinal);
        }

        // Not the deployment's own, and nothing in an organisation of others.
        (await fleet.AsOwnerAsync(HttpMethod.Get, "/api/edges/catalog")).Expect(403, "forbidden");
        (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/partners", new JsonObject { ["id"] = "mine", ["organizationId"] = fleet.Owner.Organization })).Expect(403, "forbidden");
        var theirs = Silence(edge.NodeId);
        theirs["organizationId"] = fleet.Owner.Organization;
        (await fleet.AsAsync(stranger, HttpMethod.Post, "/api/alerts/silences", theirs)).Expect(403, "forbidden");
        (await fleet.AsAsync(stranger, HttpMethod.Post, "/api/receivers", new JsonObject { ["id"] = "edges-tenancy-theirs", ["partnerId"] = fleet.Partner })).Expect(400, "invalid_request");
        (await fleet.AsAsync(stranger, HttpMethod.Post, "/api/receivers", new JsonObject { ["id"] = "edges-tenancy" })).Expect(409, "receiver_exists");
    }

    [Fact]
    public async Task A_member_reads_and_only_owners_and_admins_write()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-member");
        using var member = await ApiClient.SignUpAsync(shared.Host, "edges-member-member@example.com");
        await fleet.Owner.OrganizationAsync(HttpMethod.Post, "/members", new JsonObject { ["email"] = "edges-member-member@example.com", ["role"] = "member" });
        var edge = await fleet.RegisterAsync();

        (await fleet.AsAsync(member, HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Expect(200);
        (await fleet.AsAsync(member, HttpMethod.Get, $"/api/edges/{edge.NodeId}/config")).Expect(200);
        (await fleet.AsAsync(member, HttpMethod.Post, $"/api/edges/{edge.NodeId}/hold", new JsonObject())).Expect(403, "forbidden");
        (await fleet.AsAsync(member, HttpMethod.Post, $"/api/partners/{fleet.Partner}/tokens", new JsonObject())).Expect(403, "forbidden");
        (await fleet.AsAsync(member, HttpMethod.Post, $"/api/edges/{edge.NodeId}/rotate-token", new JsonObject())).Expect(403, "forbidden");
    }

    [Fact]
    public async Task A_write_by_cookie_needs_the_token_that_other_sites_cannot_read()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-cookie");
        var edge = await fleet.RegisterAsync();
        var signedIn = await RawHttp.PostAsync(
            new Uri(shared.Host.Control, "/v1/auth/login"), new JsonObject { ["email"] = "edges-cookie-owner@example.com", ["password"] = ApiClient.Password }.ToJsonString());
        var cookie = signedIn.Cookies.Single().Split(';')[0];
        var hold = new Uri(shared.Host.Control, $"/api/edges/{edge.NodeId}/hold");

        (await EdgeFleet.SendAsync(HttpMethod.Post, hold, EdgeFleet.Json(new JsonObject()), ("cookie", cookie))).Expect(403, "csrf_token_required");
        (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(shared.Host.Control, $"/api/edges/{edge.NodeId}"), null, ("cookie", cookie))).Expect(200);
        var csrf = JsonNode.Parse((await RawHttp.SendAsync(HttpMethod.Get, new Uri(shared.Host.Control, "/auth/csrf"), headers: [("cookie", cookie)])).Text)!;
        var token = csrf.AsObject().Select(pair => pair.Value).OfType<JsonValue>().Select(value => value.ToString()).First(text => text.Length > 20);
        (await EdgeFleet.SendAsync(HttpMethod.Post, hold, EdgeFleet.Json(new JsonObject()), ("cookie", cookie), ("x-csrf-token", token))).Expect(200);
    }

    [Fact]
    public async Task What_happened_is_shown_as_events_as_spans_and_as_a_picture()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-history");
        var edge = await fleet.RegisterAsync();
        foreach (var metrics in new[] { EdgeFleet.Healthy, EdgeFleet.Unhealthy, EdgeFleet.Healthy })
            (await edge.ReportAsync(metrics + "caddy_reverse_proxy_upstreams_healthy{upstream=\"10.9.0.2:8907\"} 1\n", "xray=active\nawg=active\n")).Expect(200);

        var events = await fleet.EventsAsync(edge.NodeId);
        var down = Assert.Single(events, item => (string?)item!["alert"] == "UPSTREAM_DOWN")!;
        Assert.Equal(("healthy", "unhealthy", "xray-client:3080"), ((string?)down["from"], (string?)down["to"], (string?)down["subject"]));
        Assert.Contains(down["outcomes"]!.AsArray(), outcome => (string?)outcome!["receiver"] == "default");

        var timeline = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/timeline?hours=1")).Expect(200).Json;
        var track = timeline["tracks"]!.AsArray().Single(item => (string?)item!["subject"] == "xray-client:3080")!;
        Assert.Equal(["healthy", "unhealthy", "healthy"], track["spans"]!.AsArray().Select(span => (string)span!["state"]!).SkipWhile(state => state == "unknown"));

        var picture = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/timeline.svg?hours=1")).Expect(200);
        Assert.Equal("image/svg+xml", picture.Header("content-type"));
        var svg = XDocument.Parse(picture.Text).Root!;
        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Contains("xray-client:3080", svg.Element(XName.Get("desc", "http://www.w3.org/2000/svg"))!.Value, StringComparison.Ordinal);
        (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/timeline?hours=0")).Expect(400, "invalid_request");

        var first = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/events?limit=2")).Json;
        var second = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/events?limit=200&cursor={first["nextCursor"]}")).Json;
        Assert.Equal(
            events.Select(item => (string)item!["id"]!), first["events"]!.AsArray().Concat(second["events"]!.AsArray()).Select(item => (string)item!["id"]!));
    }

    [Fact]
    public async Task A_configuration_is_shown_without_its_secrets()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-rollback");
        var edge = await fleet.RegisterAsync();
        var shown = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/config")).Expect(200);
        Assert.DoesNotContain(EdgeFleet.SecretMark, shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((string)edge.Config["turn_secret"]!, shown.Text, StringComparison.Ordinal);
        Assert.Equal("central.example.com:5349", (string?)shown.Json["config"]!["backend_endpoint"]);
        Assert.DoesNotContain(EdgeFleet.SecretMark, (await fleet.AsOperatorAsync(HttpMethod.Get, "/api/edges/catalog")).Expect(200).Text, StringComparison.Ordinal);
        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/config/rollback", new JsonObject { ["epoch"] = 1 })).Expect(404, "epoch_unknown");
    }

    [Fact]
    public async Task Commands_ride_on_the_answers_until_they_are_done()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-commands");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var id = (string)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/probe")).Expect(202).Json["commandId"]!;

        var answer = (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        Assert.Contains(answer.Json["commands"]!.AsArray(), item => (string?)item!["id"] == id && (string?)item["type"] == "probe_now");
        var lines = (await edge.ReportAsync(edge.Report(EdgeFleet.Healthy), ("accept", "text/plain"))).Expect(200).Text;
        Assert.Contains($"COMMAND={id},probe_now,", lines.Split('\n'));
        var done = edge.Report(EdgeFleet.Healthy);
        done["commands_done"] = new JsonArray(id);
        Assert.DoesNotContain((await edge.ReportAsync(done)).Expect(200).Json["commands"]!.AsArray(), item => (string?)item!["id"] == id);

        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/hold", new JsonObject { ["reason"] = "works" })).Expect(200);
        Assert.True((bool)(await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json["held"]!);
        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/unhold")).Expect(200);
        var token = (string)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/rotate-token", new JsonObject())).Expect(200).Json["serviceToken"]!;
        (await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(401, "invalid_token");
        (await fleet.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId }, ("authorization", $"Bearer {token}"))).Expect(200);
    }

    [Fact]
    public async Task A_new_token_reaches_the_edge_by_itself_and_the_one_before_holds_until_then()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-deliver");
        var edge = await fleet.RegisterAsync();
        var id = (string)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/rotate-token/deliver")).Expect(202).Json["commandId"]!;
        // Another one now would lock the edge out.
        Assert.Equal(id, (string?)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/rotate-token/deliver")).Expect(202).Json["commandId"]);

        var token = Brought(await edge.ReportAsync(EdgeFleet.Healthy));
        Assert.Matches("^stkn_[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(token, Brought(await edge.ReportAsync(EdgeFleet.Healthy)));
        Assert.Contains($"COMMAND={id},rotate_service_token,{token}", (await edge.ReportAsync(edge.Report(EdgeFleet.Healthy), ("accept", "text/plain"))).Expect(200).Text.Split('\n'));
        Assert.DoesNotContain("stkn_", (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Expect(200).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, shared.Host.Output, StringComparison.Ordinal);

        var renewed = new EdgeNode(fleet, edge.NodeId, token, edge.Config) { BootId = "boot-2" };
        (await renewed.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(200);
        (await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(200);
        var done = renewed.Report(EdgeFleet.Healthy);
        done["commands_done"] = new JsonArray(id);
        Assert.DoesNotContain((await renewed.ReportAsync(done)).Expect(200).Json["commands"]!.AsArray(), item => (string?)item!["id"] == id);
        (await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(401, "invalid_token");
        (await renewed.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(200);

        string Brought(EdgeAnswer answer) =>
            (string)answer.Expect(200).Json["commands"]!.AsArray().Single(item => (string?)item!["id"] == id && (string?)item["type"] == "rotate_service_token")!["arg"]!;
    }

    [Fact]
    public async Task How_often_an_edge_reports_is_set_for_it_and_stays()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-interval");
        var edge = await fleet.RegisterAsync();
        Assert.Equal(60, (int)(await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200).Json["next_interval_s"]!);
        Assert.Equal(["seconds"], (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/interval", new JsonObject { ["seconds"] = 5 })).Expect(400, "invalid_request").Fields);
        Assert.Equal(["seconds"], (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/interval", new JsonObject())).Expect(400, "invalid_request").Fields);
        var id = (string)(await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/interval", new JsonObject { ["seconds"] = 30 })).Expect(202).Json["commandId"]!;

        var answer = (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200).Json;
        Assert.Equal("30", (string?)answer["commands"]!.AsArray().Single(item => (string?)item!["id"] == id)!["arg"]);
        var done = edge.Report(EdgeFleet.Healthy);
        done["commands_done"] = new JsonArray(id);
        Assert.Equal(30, (int)(await edge.ReportAsync(done)).Expect(200).Json["next_interval_s"]!);
        Assert.Equal(30, (int)(await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200).Json["next_interval_s"]!);
    }

    [Fact]
    public async Task Silences_and_acknowledgements_are_kept_and_ended()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-silence");
        var edge = await fleet.RegisterAsync();
        var wrong = Silence(edge.NodeId);
        wrong.Remove("reason");
        wrong.Remove("endsAt");
        Assert.Equal(["endsAt", "reason"], (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/alerts/silences", wrong)).Expect(400, "invalid_request").Fields);
        var silence = (await fleet.AsOwnerAsync(HttpMethod.Post, "/api/alerts/silences", Silence(edge.NodeId))).Expect(201).Json;
        Assert.Equal((edge.NodeId, true), ((string?)silence["matchers"]!["node"], (bool)silence["active"]!));

        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await edge.ReportAsync(EdgeFleet.Unhealthy)).Expect(200);
        JsonNode? incident = null;
        await Wait.UntilAsync(
            async () =>
            {
                incident = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/alerts?node={edge.NodeId}")).Expect(200).Json["alerts"]!.AsArray()
                    .FirstOrDefault(item => (string?)item!["alert"] == "UPSTREAM_DOWN");
                return incident?["outcomes"]!.AsArray().Any(outcome => (string?)outcome!["outcome"] == "silenced") == true;
            },
            () => $"the outage is accounted for as silenced: {incident?.ToJsonString()}", TimeSpan.FromSeconds(30));
        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/alerts/{incident!["id"]}/ack", new JsonObject { ["note"] = "on it" })).Expect(200);
        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/alerts/{incident["id"]}/ack", new JsonObject())).Expect(200);
        var shown = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json["incidents"]!.AsArray().Single(item => (string?)item!["id"] == (string?)incident["id"])!;
        Assert.True((bool)shown["acknowledged"]!);

        (await fleet.AsOwnerAsync(HttpMethod.Delete, $"/api/alerts/silences/{silence["id"]}")).Expect(204);
        Assert.Empty((await fleet.AsOwnerAsync(HttpMethod.Get, "/api/alerts/silences")).Json["silences"]!.AsArray());
        Assert.NotNull(Assert.Single((await fleet.AsOwnerAsync(HttpMethod.Get, "/api/alerts/silences?past=true")).Json["silences"]!.AsArray())!["endedAt"]);
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        Assert.Empty((await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/alerts?node={edge.NodeId}")).Json["alerts"]!.AsArray());
        Assert.NotEmpty((await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/alerts?node={edge.NodeId}&state=all")).Json["alerts"]!.AsArray());
    }

    [Fact]
    public async Task A_public_page_is_opt_in_and_shows_names_and_verdicts_only()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-page", new JsonObject { ["displayName"] = "<b>Edges</b>" });
        var edge = await fleet.RegisterAsync("hidden");
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await fleet.GetAsync($"/status/{fleet.Partner}")).Expect(404, "not_found");
        (await fleet.AsOwnerAsync(HttpMethod.Patch, $"/api/partners/{fleet.Partner}", new JsonObject { ["displayName"] = "<b>Edges</b>", ["statusPage"] = true })).Expect(200);

        var json = (await fleet.GetAsync($"/status/{fleet.Partner}")).Expect(200);
        var page = (await fleet.GetAsync($"/status/{fleet.Partner}", ("accept", "text/html"))).Expect(200);

        Assert.Equal((fleet.Partner, "online"), ((string?)json.Json["edges"]![0]!["label"], (string?)json.Json["edges"]![0]!["liveness"]));
        Assert.Contains("&lt;b&gt;Edges&lt;/b&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", page.Header("content-security-policy"), StringComparison.Ordinal);
        foreach (var hidden in new[] { edge.NodeId, "hidden.edges-page", "198.51.100.7", fleet.Owner.Organization })
        {
            Assert.DoesNotContain(hidden, json.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(hidden, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_command_line_shows_and_changes_the_same()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-cli");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await edge.ReportAsync(EdgeFleet.Unhealthy)).Expect(200);

        Assert.Equal(edge.NodeId, (string?)Assert.Single((await JsonAsync("edges", "list", "--partner", fleet.Partner))["edges"]!.AsArray())!["nodeId"]);
        Assert.Contains(edge.NodeId, await SaysAsync("edges", "list", "--partner", fleet.Partner), StringComparison.Ordinal);
        Assert.Contains("xray-client:3080", await SaysAsync("edges", "show", edge.NodeId), StringComparison.Ordinal);
        Assert.Contains("UPSTREAM_DOWN", await SaysAsync("edges", "events", edge.NodeId), StringComparison.Ordinal);
        Assert.Contains("central.example.com:5349", await SaysAsync("edges", "config", edge.NodeId), StringComparison.Ordinal);
        await SaysAsync("edges", "hold", edge.NodeId, "--reason", "works");
        Assert.Equal("works", (string?)(await JsonAsync("edges", "show", edge.NodeId))["holdReason"]);
        await SaysAsync("edges", "unhold", edge.NodeId);
        await SaysAsync("edges", "unpark", edge.NodeId);
        Assert.NotNull((await JsonAsync("edges", "refresh", edge.NodeId))["commandId"]);
        Assert.NotNull((await JsonAsync("edges", "interval", edge.NodeId, "30"))["commandId"]);
        Assert.Contains("Queued as", await SaysAsync("edges", "rotate-token", edge.NodeId, "--deliver"), StringComparison.Ordinal);
        Assert.Contains("set_interval", await SaysAsync("edges", "show", edge.NodeId), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "edge.svg");
        await SaysAsync("edges", "timeline", edge.NodeId, "--svg", file);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        var incident = (string)(await JsonAsync("alerts", "list", "--node", edge.NodeId))["alerts"]!.AsArray().First(item => (string?)item!["alert"] == "UPSTREAM_DOWN")!["id"]!;
        await SaysAsync("alerts", "ack", incident, "--note", "on it");
        var silence = (string)(await JsonAsync("alerts", "silence", "--reason", "works", "--for", "30m", "--node", edge.NodeId))["id"]!;
        Assert.Contains(silence, await SaysAsync("alerts", "silences"), StringComparison.Ordinal);
        await SaysAsync("alerts", "unsilence", silence);

        Assert.StartsWith("ptkn_", await SaysAsync("partners", "token", fleet.Partner, "--domain", "cli.example.com"), StringComparison.Ordinal);
        Assert.Contains("cli.example.com", await SaysAsync("partners", "tokens", fleet.Partner), StringComparison.Ordinal);
        Assert.Contains(fleet.Partner, await SaysAsync("partners", "list"), StringComparison.Ordinal);
        await SaysAsync("receivers", "create", "edges-cli", "--organization", fleet.Owner.Organization, "--webhook", "https://127.0.0.1:9/nobody");
        Assert.Equal(Failed, (await RunAsync("receivers", "test", "edges-cli", "--json")).ExitCode);
        Assert.Contains("alert_test", await SaysAsync("receivers", "outbox", "edges-cli"), StringComparison.Ordinal);
        await SaysAsync("receivers", "delete", "edges-cli");

        var unknown = await RunAsync("edges", "show", "nobody");
        Assert.Equal((Failed, "404 not_found: "), (unknown.ExitCode, unknown.Errors[..15]));
        Assert.Equal(BadConfiguration, (await RunAsync("edges", "show")).ExitCode);
        Assert.Equal(BadConfiguration, (await RunAsync("alerts", "silence", "--reason", "without an end")).ExitCode);
        Assert.Equal(BadConfiguration, (await RunAsync("edges", "deregister", edge.NodeId)).ExitCode);
        Assert.Equal(Unreachable, (await RunAsync("edges", "list", "--url", "http://127.0.0.1:9")).ExitCode);
        await SaysAsync("edges", "deregister", edge.NodeId, "--yes");

        // Who did it stands in the trail.
        var audit = await fleet.Owner.OrganizationAsync(HttpMethod.Get, "/audit");
        Assert.Contains("service:", audit.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Silence(string nodeId) => new()
    {
        ["matchers"] = new JsonObject { ["node"] = nodeId }, ["reason"] = "a test", ["endsAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O"),
    };

    private async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await SaysAsync([.. arguments, "--json"]))!;

    private async Task<string> SaysAsync(params string[] arguments)
    {
        var command = await RunAsync(arguments);
        Assert.True(command.ExitCode == Ok, $"vespid {string.Join(' ', arguments)} ended with {command.ExitCode}: {command.Errors}");
        return command.Output;
    }

    private Task<VespidCommand> RunAsync(params string[] arguments) => VespidCommand.RunAsync(
        new Dictionary<string, string>
        {
            ["VESPID_DATA_DIR"] = shared.DataFolder,
            ["VESPID_PORT_OFFSET"] = shared.Host.PortOffset.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["INTERNAL_API_SERVICE_TOKEN"] = SharedHost.ServiceToken,
        },
        arguments);
}
