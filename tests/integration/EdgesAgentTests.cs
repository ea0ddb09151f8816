using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>What agents of edges ask and tell, over HTTP against the real program.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class EdgesAgentTests(SharedHost shared)
{
    private static readonly (HttpMethod Method, string Path)[] BearerRoutes =
    [
        (HttpMethod.Get, "node-config"), (HttpMethod.Get, "keys"), (HttpMethod.Get, "hy2-credentials"), (HttpMethod.Get, "cross-probe-token"),
        (HttpMethod.Get, "awg-params/latest?component=awg"), (HttpMethod.Post, "awg-params/applied"), (HttpMethod.Post, "heartbeat"), (HttpMethod.Post, "channel-health"),
        (HttpMethod.Post, "edge-report"), (HttpMethod.Post, "node-config/applied"), (HttpMethod.Post, "reattach"), (HttpMethod.Post, "deregister"),
    ];

    [Fact]
    public async Task A_hundred_hosts_with_one_token_become_one_edge()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-race");
        var token = await fleet.TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => fleet.PostAsync("register", fleet.Registration(token))));

        var created = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer != created), answer => answer.Expect(409, "token_already_used"));
        Assert.Equal((string)created.Json["node_id"]!, (string?)Assert.Single((await fleet.AsOwnerAsync(HttpMethod.Get, "/api/edges")).Json["edges"]!.AsArray())!["nodeId"]);
    }

    [Fact]
    public async Task A_lost_answer_may_be_asked_for_again_by_the_same_host_only()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-lost");
        var token = await fleet.TokenAsync();
        var first = (await fleet.PostAsync("register", fleet.Registration(token), ("Idempotency-Key", "install-1"))).Expect(201);

        var again = (await fleet.PostAsync("register", fleet.Registration(token), ("Idempotency-Key", "install-1"))).Expect(200);

        Assert.Equal(
            ((string)first.Json["node_id"]!, (string)first.Json["service_token"]!), ((string)again.Json["node_id"]!, (string)again.Json["service_token"]!));
        (await fleet.PostAsync("register", fleet.Registration(token), ("Idempotency-Key", "install-2"))).Expect(409, "token_already_used");
        (await fleet.PostAsync("register", fleet.Registration(token))).Expect(409, "token_already_used");
        var others = fleet.Registration(token);
        others["reality_uuid"] = "99999999-2222-3333-4444-555555555555";
        (await fleet.PostAsync("register", others, ("Idempotency-Key", "install-1"))).Expect(409, "token_already_used");
    }

    [Fact]
    public async Task Each_reason_to_refuse_a_registration_has_its_answer()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-refused", new JsonObject { ["allowedDomains"] = new JsonArray("*.example.com") });
        using var other = await EdgeFleet.CreateAsync(shared.Host, "edges-refused-other");
        (await fleet.PostAsync("register", fleet.Registration("ptkn_" + new string('x', 32)))).Expect(401, "invalid_token");
        (await fleet.PostAsync("register", fleet.Registration("not a token"))).Expect(401, "invalid_token");
        var missing = (await fleet.PostAsync("register", new JsonObject { ["branding"] = "a text", ["public_ip"] = "nowhere" })).Expect(400, "invalid_request");
        Assert.Equal(["branding", "domain", "partner_id", "public_ip", "token"], missing.Fields);

        var token = await fleet.TokenAsync(new JsonObject { ["domain"] = "only.example.com" });
        (await fleet.PostAsync("register", fleet.Registration(token, "another.example.com"))).Expect(403, "domain_not_allowed");
        (await fleet.PostAsync("register", fleet.Registration(await fleet.TokenAsync(), "elsewhere.example.org"))).Expect(403, "domain_not_allowed");
        var foreign = fleet.Registration(token, "only.example.com");
        foreign["partner_id"] = other.Partner;
        (await fleet.PostAsync("register", foreign)).Expect(403, "partner_mismatch");

        // None of this used the token up; it may come as a bearer too.
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fleet.Registration("", "only.example.com"))
        {
            if (value is JsonArray list)
                form.Add(new StringContent(string.Join(',', list.Select(item => (string)item!))), name);
            else if (name != "token" && value is JsonValue)
                form.Add(new StringContent(value.ToString()), name);
        }

        (await fleet.PostAsync("register", form, ("authorization", $"Bearer {token}"))).Expect(201);
        (await other.PostAsync("register", other.Registration(await other.TokenAsync(), "only.example.com"))).Expect(409, "domain_in_use");

        var issued = (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/partners/{fleet.Partner}/tokens", new JsonObject())).Expect(201).Json;
        (await fleet.AsOwnerAsync(HttpMethod.Delete, $"/api/partners/{fleet.Partner}/tokens/{issued["id"]}")).Expect(204);
        (await fleet.PostAsync("register", fleet.Registration((string)issued["token"]!))).Expect(410, "token_revoked");
        var listed = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/partners/{fleet.Partner}/tokens")).Expect(200);
        Assert.DoesNotContain("ptkn_", listed.Text, StringComparison.Ordinal);
        Assert.Equal(["open", "redeemed", "revoked"], listed.Json["tokens"]!.AsArray().Select(item => (string)item!["status"]!).Distinct().Order());
    }

    [Fact]
    public async Task Every_route_asks_for_the_bearer_and_all_wrong_ones_are_answered_alike()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-bearer");
        var edge = await fleet.RegisterAsync();
        foreach (var (method, path) in BearerRoutes)
        {
            var bodies = new List<string>();
            foreach (var bearer in new[] { "stkn_" + new string('A', 43), "stkn_", "nonsense", "ptkn_" + new string('A', 32) })
            {
                var answer = method == HttpMethod.Get
                    ? await fleet.GetAsync("/api/partner/" + path, ("authorization", $"Bearer {bearer}"))
                    : await fleet.PostAsync(path, new JsonObject { ["node_id"] = edge.NodeId }, ("authorization", $"Bearer {bearer}"));
                answer.Expect(401, "invalid_token");
                var error = answer.Json["error"]!.AsObject();
                error.Remove("request_id");
                bodies.Add(error.ToJsonString());
            }

            Assert.Single(bodies.Distinct());
            var without = method == HttpMethod.Get ? await fleet.GetAsync("/api/partner/" + path) : await fleet.PostAsync(path, new JsonObject { ["node_id"] = edge.NodeId });
            if (path == "heartbeat")
                Assert.Equal("{\"ok\":true}", without.Expect(200).Text);
            else
                without.Expect(401, "invalid_token");
        }

        // The nameless heartbeat had no effect.
        Assert.Null((await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Expect(200).Json["lastSeenAt"]);
        await Wait.UntilAsync(
            async () => (await fleet.EventsAsync(edge.NodeId)).Any(item => (string?)item!["alert"] == "CREDENTIAL_REJECTED"), "the operators are told of wrong bearers");
    }

    [Fact]
    public async Task Keys_without_a_bearer_are_for_agents_of_partners_that_allow_it()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-anon");
        (await fleet.GetAsync($"/api/partner/keys?partner={fleet.Partner}")).Expect(401, "invalid_token");
        (await fleet.AsOwnerAsync(HttpMethod.Patch, $"/api/partners/{fleet.Partner}", new JsonObject { ["legacyAnonKeys"] = true })).Expect(403, "forbidden");
        (await fleet.AsOperatorAsync(HttpMethod.Patch, $"/api/partners/{fleet.Partner}", new JsonObject { ["legacyAnonKeys"] = true })).Expect(200);

        var keys = (await fleet.GetAsync($"/api/partner/keys?partner={fleet.Partner}")).Expect(200);

        Assert.Equal("reality-public-key", (string?)keys.Json["reality_public_key"]);
        Assert.DoesNotContain("-hy2", keys.Text, StringComparison.Ordinal);
        (await fleet.GetAsync($"/api/partner/keys?partner={fleet.Partner}&partner=nobody")).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task A_bearer_speaks_for_its_own_node_only_and_for_none_that_has_left()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-mismatch");
        var edge = await fleet.RegisterAsync("one");
        var other = await fleet.RegisterAsync("two");
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await other.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var before = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{other.NodeId}")).Text;

        foreach (var path in new[] { "edge-report", "heartbeat", "channel-health", "node-config/applied", "awg-params/applied", "reattach", "deregister" })
        {
            var body = other.Report(EdgeFleet.Unhealthy);
            (body["channel_name"], body["epoch"], body["result"]) = ("ch1", 1, "applied");
            (await edge.PostAsync(path, body)).Expect(403, "node_mismatch");
        }

        (await edge.GetAsync("node-config", ("X-Node-Id", other.NodeId))).Expect(403, "node_mismatch");
        Assert.Equal(before, (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{other.NodeId}")).Text);

        (await edge.PostAsync("deregister", new JsonObject { ["node_id"] = edge.NodeId })).Expect(204);
        (await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(410, "node_retired");
        Assert.Equal("retired", (string?)(await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json["liveness"]);
        Assert.DoesNotContain(edge.NodeId, (await fleet.AsOwnerAsync(HttpMethod.Get, "/api/edges")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_as_a_form_says_the_same_as_one_in_JSON_and_is_answered_in_lines()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-form");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var form = new MultipartFormDataContent
        {
            { new StringContent(edge.NodeId), "node_id" }, { new StringContent("2"), "seq" }, { new StringContent("boot-1"), "boot_id" }, { new StringContent("change"), "reason" },
            { new StringContent("1"), "upstreams_ok" }, { new StringContent("200"), "upstreams_http_status" }, { new StringContent("1.0.0"), "agent_version" },
            { new StringContent(EdgeFleet.Unhealthy), "upstreams", "upstreams" }, { new StringContent("xray=active\nawg=failed_at_render\n"), "channels", "channels" },
            { new StringContent("ch1 fail 0 2026-05-19T10:00:00Z\nnonsense\n"), "probes", "probes" },
        };

        var answer = (await fleet.PostAsync("edge-report", form, edge.Bearer, ("accept", "text/plain"))).Expect(200);

        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches("^[A-Z0-9_]+=[A-Za-z0-9._:/,@+=~-]*$", line));
        Assert.Contains("ACCEPTED=1", lines);
        Assert.Contains("DUPLICATE=0", lines);
        Assert.Contains("NEXT_INTERVAL_S=60", lines);
        Assert.Contains("SKIPPED=WARNINGS", lines);
        Assert.StartsWith("text/plain", answer.Header("content-type"), StringComparison.Ordinal);
        var now = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json;
        Assert.Equal("unhealthy", (string?)Assert.Single(now["upstreams"]!.AsArray())!["state"]);
        Assert.Equal("failed_at_render", (string?)now["channels"]!.AsArray().Single(item => (string?)item!["name"] == "awg")!["status"]);
        Assert.Equal("1.0.0", (string?)now["versions"]!["agent"]);
        Assert.Equal("all_down", (string?)now["verdict"]);

        Assert.Equal("ERROR=invalid_token\n", (await fleet.PostAsync("edge-report", new JsonObject(), ("accept", "text/plain"))).Expect(401).Text);
    }

    [Fact]
    public async Task Whatever_a_report_says_wrongly_has_its_answer_and_changes_no_other_edge()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-wrong");
        var edge = await fleet.RegisterAsync("one");
        var other = await fleet.RegisterAsync("two");
        (await other.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var before = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{other.NodeId}")).Text;
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);

        // Required members, wrong types, what is newer than we are.
        Assert.Equal(["boot_id", "seq"], (await edge.PostAsync("edge-report", new JsonObject { ["node_id"] = edge.NodeId })).Expect(400, "invalid_request").Fields);
        var newer = edge.Report(EdgeFleet.Healthy);
        newer["schema"] = 2;
        (await edge.PostAsync("edge-report", newer)).Expect(422, "schema_unsupported");
        var odd = edge.Report(EdgeFleet.Healthy);
        (odd["interval_s"], odd["undelivered"], odd["sent_at"], odd["probes"]) = ("often", -7, "yesterday", new JsonArray(1, "x"));
        var taken = (await edge.ReportAsync(odd)).Expect(200);
        Assert.True(taken.Json["warnings"]!.AsArray().Count >= 3, taken.Text);

        // The same report again, and an older one.
        var duplicate = (await edge.ReportAsync(odd)).Expect(200);
        Assert.True((bool)duplicate.Json["duplicate"]!);

        // An unknown word is a failure and is kept as it is; metrics cut in the middle of a line keep the rest.
        var words = (await edge.ReportAsync(EdgeFleet.Healthy + "caddy_reverse_proxy_upstreams_healthy{upstream=\"cut", "xray=active\nnaive=melted\nno equals sign\n")).Expect(200);
        Assert.NotEmpty(words.Json["warnings"]!.AsArray());
        var now = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json;
        Assert.Equal("melted", (string?)now["channels"]!.AsArray().Single(item => (string?)item!["name"] == "naive")!["status"]);
        Assert.Equal("healthy", (string?)now["upstreams"]!.AsArray().Single(item => (string?)item!["name"] == "xray-client:3080")!["state"]);

        // Too large, too deep, no JSON, no form.
        (await fleet.PostAsync("edge-report", new StringContent(new string('x', 10 * 1024 * 1024), Encoding.UTF8, "application/json"), edge.Bearer, ("expect", "100-continue")))
            .Expect(413, "body_too_large");
        (await fleet.PostAsync("edge-report", new StringContent(new string('x', 257 * 1024), Encoding.UTF8, "application/json"), edge.Bearer)).Expect(413, "body_too_large");
        (await fleet.PostAsync("edge-report", new StringContent(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40), Encoding.UTF8, "application/json"), edge.Bearer))
            .Expect(400, "invalid_request");
        (await fleet.PostAsync("edge-report", new StringContent("{", Encoding.UTF8, "application/json"), edge.Bearer)).Expect(400, "invalid_request");
        (await fleet.PostAsync("edge-report", new StringContent("x", Encoding.UTF8, "application/xml"), edge.Bearer)).Expect(415, "unsupported_media_type");
        var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=\"seq\"\r\n\r\n1");
        broken.Headers.Remove("content-type");
        broken.Headers.TryAddWithoutValidation("content-type", "multipart/form-data; boundary=b");
        (await fleet.PostAsync("edge-report", broken, edge.Bearer)).Expect(400, "invalid_request");

        Assert.Equal(before, (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{other.NodeId}")).Text);
    }

    [Fact]
    public async Task Reports_that_come_too_fast_are_put_off()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-flood");
        var edge = await fleet.RegisterAsync();

        var answers = new List<EdgeAnswer>();
        for (var i = 0; i < 30; i++)
            answers.Add(await edge.PostAsync("edge-report", edge.Report(EdgeFleet.Healthy)));

        var refused = answers.First(answer => answer.Status == 429);
        refused.Expect(429, "too_many_requests");
        Assert.Equal("2", refused.Header("retry-after"));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 429 }));
    }

    [Fact]
    public async Task Two_hosts_with_one_identity_are_told_and_a_late_report_moves_nothing()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-twins");
        var edge = await fleet.RegisterAsync();
        var late = edge.Report(EdgeFleet.Unhealthy);
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await edge.ReportAsync(late)).Expect(200);
        Assert.Equal("healthy", (string?)Assert.Single((await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json["upstreams"]!.AsArray())!["state"]);

        foreach (var boot in new[] { "boot-2", "boot-1", "boot-2", "boot-1" })
        {
            edge.BootId = boot;
            (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        }

        Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "IDENTITY_MISMATCH");
    }

    [Fact]
    public async Task A_configuration_is_fetched_once_an_epoch_and_its_outcome_is_noted()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-config");
        var edge = await fleet.RegisterAsync();
        (await edge.PostAsync("node-config/applied", new JsonObject { ["node_id"] = edge.NodeId, ["epoch"] = 99, ["result"] = "applied" })).Expect(409, "epoch_not_issued");

        var config = (await edge.GetAsync("node-config", ("X-Node-Id", edge.NodeId))).Expect(200);

        Assert.Equal($"\"{config.Json["epoch"]}\"", config.Header("etag"));
        Assert.Equal(304, (await edge.GetAsync("node-config", ("If-None-Match", config.Header("etag")!))).Status);
        var lines = (await edge.GetAsync("node-config", ("accept", "text/plain"))).Expect(200).Text;
        Assert.Contains($"\nNODE_ID={edge.NodeId}\n", "\n" + lines, StringComparison.Ordinal);
        Assert.Contains("\nAWG_JC=4\n", lines, StringComparison.Ordinal);
        Assert.Contains("\nREALITY_SERVER_NAMES=www.samsung.com,www.example.org\n", lines, StringComparison.Ordinal);
        Assert.Contains("\nCHANNELS=ch1\n", lines, StringComparison.Ordinal);
        (await edge.PostAsync("node-config/applied", new JsonObject { ["node_id"] = edge.NodeId, ["epoch"] = (long)config.Json["epoch"]!, ["result"] = "applied" })).Expect(204);
        Assert.Equal((long)config.Json["epoch"]!, (long)(await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Json["epochApplied"]!);

        Assert.Equal(EdgeFleet.SecretMark + "-hy2", (string?)(await edge.GetAsync("hy2-credentials")).Expect(200).Json["auth_pass"]);
        Assert.Equal("awg", (string?)(await edge.GetAsync("awg-params/latest?component=awg")).Expect(200).Json["component"]);
        Assert.Equal("h1", (string?)(await edge.GetAsync("keys")).Expect(200).Json["version"]);
        (await edge.PostAsync("awg-params/applied", new JsonObject { ["node_id"] = edge.NodeId, ["component"] = "awg", ["epoch"] = 1 })).Expect(204);
    }

    [Fact]
    public async Task An_agent_of_the_original_finds_its_nine_routes_as_it_knows_them()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-original");
        var registration = fleet.Registration(await fleet.TokenAsync());
        var registered = (await fleet.PostAsync("register", registration, ("X-Installer-Version", "0.12.46"))).Expect(201).Json;
        var edge = new EdgeNode(fleet, (string)registered["node_id"]!, (string)registered["service_token"]!, registered);
        foreach (var field in new[] { "node_id", "partner_id", "domain", "backend_endpoint", "public_ip", "turn_secret", "turns_subdomain", "reality_uuid", "reality_public_key", "reality_short_id", "reality_server_name", "reality_encryption", "signaling_sfu_secret" })
            Assert.False(string.IsNullOrEmpty((string?)registered[field]), field);
        Assert.Matches("^api-[0-9a-f]{6}$", (string?)registered["turns_subdomain"]);
        Assert.Equal(("ch1", "vless-reality", "stream-one"), ((string?)registered["channels"]![0]!["id"], (string?)registered["channels"]![0]!["protocol"], (string?)registered["channels"]![0]!["xray"]!["xhttp"]!["mode"]));

        Assert.Equal(edge.NodeId, (string?)(await edge.GetAsync("node-config", ("X-Node-Id", edge.NodeId))).Expect(200).Json["node_id"]);
        var keys = (await edge.GetAsync("keys")).Expect(200).Json;
        Assert.Equal(("h1", "c1", "reality-public-key"), ((string?)keys["version"], (string?)keys["channels_version"], (string?)keys["reality_public_key"]));
        Assert.Equal(2, keys["reality_server_names"]!.AsArray().Count);
        var hysteria = (await edge.GetAsync("hy2-credentials")).Expect(200).Json;
        Assert.Equal((EdgeFleet.SecretMark + "-hy2", EdgeFleet.SecretMark + "-obfs"), ((string?)hysteria["auth_pass"], (string?)hysteria["obfs_pass"]));
        var cross = (await edge.GetAsync("cross-probe-token")).Expect(200).Json;
        Assert.Equal((604_800, true), ((int)cross["expires_in"]!, ((string)cross["cross_probe_token"]!).StartsWith("xprb_", StringComparison.Ordinal)));
        var mesh = (await edge.GetAsync("awg-params/latest?component=awg")).Expect(200).Json;
        Assert.Equal((1L, "4"), ((long)mesh["epoch"]!, mesh["jc"]!.ToString()));
        (await edge.PostAsync("awg-params/applied", new JsonObject { ["node_id"] = edge.NodeId, ["component"] = "awg", ["epoch"] = 1 })).Expect(204);
        Assert.True((bool)(await edge.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId })).Expect(200).Json["ok"]!);
        for (var i = 0; i < 3; i++)
        {
            (await edge.PostAsync("channel-health", new JsonObject
            {
                ["node_id"] = edge.NodeId, ["channel_name"] = "coturn", ["channel_rtt_ms"] = 142, ["channel_handshake_ok"] = false, ["channel_probed_at"] = "2026-05-19T10:00:00Z",
                ["installer_version"] = "0.12.47", ["channel_probe_mode"] = "error", ["channel_probe_reason"] = "auth-486", ["coturn_skip_consecutive"] = 2,
            })).Expect(200);
        }

        (await edge.PostAsync("channel-health", new JsonObject { ["node_id"] = edge.NodeId, ["channel_name"] = "ch1", ["channel_probed_at"] = "2026-05-19T10:00:00Z" })).Expect(200);
        var shown = (await fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}")).Expect(200).Json;
        Assert.Equal(("online", "0.12.47"), ((string?)shown["liveness"], (string?)shown["versions"]!["installer"]));
        Assert.Equal(["ch1", "coturn"], shown["probes"]!.AsArray().Select(probe => (string)probe!["channel"]!).Order());
        Assert.Contains(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["text"] == "[edges-original] PROBE coturn failing (auth-486)");

        Assert.Equal(404, (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(shared.Host.Metrics, "/metrics/edges"), null)).Status);
    }

    [Fact]
    public async Task A_peer_is_judged_by_the_holders_of_cross_probe_tokens()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-peers");
        var target = await fleet.RegisterAsync("target");
        (await target.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var probers = new List<(EdgeNode Edge, string Token)>();
        foreach (var name in new[] { "a", "b" })
        {
            var prober = await fleet.RegisterAsync(name);
            probers.Add((prober, (string)(await prober.GetAsync("cross-probe-token")).Expect(200).Json["cross_probe_token"]!));
        }

        JsonObject Seen(EdgeNode by) => new()
        {
            ["prober_node_id"] = by.NodeId, ["target_node_id"] = target.NodeId, ["channel_name"] = "coturn-tls", ["handshake_ok"] = false, ["rtt_ms"] = 0, ["probe_mode"] = "peer",
        };
        Assert.Equal(target.NodeId, (string?)Assert.Single((await probers[0].Edge.GetAsync("cross-probe-token")).Expect(200).Json["peer_roster"]!.AsArray())!["node_id"]);
        (await fleet.PostAsync("channel-health", Seen(probers[0].Edge), ("authorization", "Bearer xprb_forged.forged"))).Expect(401, "invalid_token");
        (await fleet.PostAsync("channel-health", Seen(probers[1].Edge), ("authorization", $"Bearer {probers[0].Token}"))).Expect(403, "node_mismatch");
        for (var round = 0; round < 2; round++)
        {
            foreach (var (edge, token) in probers)
                (await fleet.PostAsync("channel-health", Seen(edge), ("authorization", $"Bearer {token}"))).Expect(200);
        }

        Assert.Contains(await fleet.EventsAsync(target.NodeId), item => (string?)item!["alert"] == "PEER_UNREACHABLE");
    }

    [Fact]
    public async Task A_host_takes_its_identity_up_again_and_another_does_not()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-reattach");
        var edge = await fleet.RegisterAsync();
        var body = new JsonObject
        {
            ["node_id"] = edge.NodeId, ["reality_public_key"] = "ZWRnZS1yZWFsaXR5LXB1YmxpYw", ["reality_uuid"] = "11111111-2222-3333-4444-555555555555", ["public_ip"] = "198.51.100.8",
        };

        var attached = (await edge.PostAsync("reattach", body)).Expect(200);

        Assert.Equal((edge.NodeId, "198.51.100.8"), ((string?)attached.Json["node_id"], (string?)attached.Json["public_ip"]));
        Assert.Null(attached.Json["service_token"]);
        body["reality_uuid"] = "99999999-2222-3333-4444-555555555555";
        Assert.Equal(["reality_uuid"], (await edge.PostAsync("reattach", body)).Expect(409, "identity_mismatch").Fields);
        body["rotate_identity"] = true;
        (await edge.PostAsync("reattach", body)).Expect(409, "identity_mismatch");
        (await fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{edge.NodeId}/rotate-identity")).Expect(200);
        (await edge.PostAsync("reattach", body)).Expect(200);
    }

    [Fact]
    public async Task The_installer_is_served_with_checksums_that_are_right()
    {
        var root = new Uri(shared.Host.Ingress, "/edge/");
        var sums = (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(root, "SHA256SUMS"), null)).Expect(200).Text;
        var files = sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")).ToDictionary(parts => parts[1], parts => parts[0]);
        foreach (var needed in new[] { "install.sh", "partner-edge-installer.sh", "uninstall.sh", "oxpulse-edge-agent", "oxpulse-partner-edge-healthcheck", "oxpulse-channels-health-report.sh", "telegram-alert-lib.sh", "templates/Caddyfile.tmpl", "lib/common.sh" })
            Assert.Contains(needed, files.Keys);
        foreach (var (name, sum) in files)
        {
            var file = (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(root, name), null)).Expect(200);
            Assert.Equal(sum, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(file.Text))));
            Assert.Equal((sum, $"\"{sum}\""), (file.Header("x-content-sha256"), file.Header("etag")));
        }

        Assert.Equal(304, (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(root, "install.sh"), null, ("If-None-Match", $"\"{files["install.sh"]}\""))).Status);
        (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(root, "../../etc/passwd"), null)).Expect(404);
        (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(root, "nothing.sh"), null)).Expect(404, "not_found");
        (await EdgeFleet.SendAsync(HttpMethod.Get, new Uri(shared.Host.Control, "/edge/install.sh"), null)).Expect(404);
    }

    [Fact]
    public async Task No_token_is_in_the_log()
    {
        using var fleet = await EdgeFleet.CreateAsync(shared.Host, "edges-log");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await fleet.PostAsync("heartbeat", new JsonObject { ["node_id"] = edge.NodeId }, ("authorization", "Bearer stkn_guessed-and-wrong-token"))).Expect(401);

        Assert.DoesNotContain(edge.Token, shared.Host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stkn_guessed", shared.Host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ptkn_", shared.Host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(EdgeFleet.SecretMark, shared.Host.Output, StringComparison.Ordinal);
    }
}
