using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>The operator's commands beside a running host, by what they print and their exit codes.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class CommandLineTests(SharedHost shared)
{
    private const int Ok = 0, Failed = 1, BadConfiguration = 2, Unreachable = 3;

    [Fact]
    public async Task Check_config_names_every_fault_and_the_bound()
    {
        var good = await VespidCommand.RunAsync(Settings(), "check-config", "--json");
        Assert.Equal((Ok, true), (good.ExitCode, (bool)JsonNode.Parse(good.Output)!["ok"]!));

        var settings = Settings();
        (settings["VESPID_PORT_OFFSET"], settings["WORK_LEASE_SEC"], settings["TELEGRAM_TRANSPORT_MODE"], settings["SECRETS_KEK_BASE64"]) = ("many", "1", "sometimes", "c2hvcnQ=");
        var bad = await VespidCommand.RunAsync(settings, "check-config", "--json");
        Assert.Equal(BadConfiguration, bad.ExitCode);
        var errors = string.Join('\n', JsonNode.Parse(bad.Output)!["errors"]!.AsArray().Select(error => (string)error!));
        foreach (var name in new[] { "VESPID_PORT_OFFSET", "TELEGRAM_TRANSPORT_MODE", "SECRETS_KEK_BASE64" })
            Assert.Contains(name, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", errors, StringComparison.Ordinal);

        settings = Settings();
        settings["WORK_LEASE_SEC"] = "1";
        var bound = await VespidCommand.RunAsync(settings, "check-config");
        Assert.Equal(BadConfiguration, bound.ExitCode);
        Assert.Contains("WORK_LEASE_SEC", bound.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_config_tells_everything_at_once_and_strictly_what_means_nothing()
    {
        var settings = Settings();
        var good = await VespidCommand.RunAsync(settings, "check-config", "--strict");
        Assert.True(good.ExitCode == Ok, good.Errors);
        Assert.Matches("^config\\.valid: env=local config_manifest_hash=[0-9a-f]{64}\n$", good.Output);

        (settings["VESPID_PORT_OFFSET"], settings["WORK_LEASE_SEC"], settings["CHANNEL_PAIRING_TTL_SECS"]) = ("many", "1", "5");
        var loose = await VespidCommand.RunAsync(settings, "check-config");
        Assert.Equal((BadConfiguration, ""), (loose.ExitCode, loose.Output));
        Assert.Equal(["config.invalid: VESPID_PORT_OFFSET:", "config.invalid: WORK_LEASE_SEC:", "config.warning: CHANNEL_PAIRING_TTL_SECS:"], Beginnings(loose.Errors));
        var strict = await VespidCommand.RunAsync(settings, "check-config", "--strict");
        Assert.Equal(["config.invalid: CHANNEL_PAIRING_TTL_SECS:", "config.invalid: VESPID_PORT_OFFSET:", "config.invalid: WORK_LEASE_SEC:"], Beginnings(strict.Errors));
    }

    [Fact]
    public async Task Migrate_beside_a_running_host_changes_nothing()
    {
        var first = await VespidCommand.RunAsync(Settings(), "migrate", "--json");
        var second = await VespidCommand.RunAsync(Settings(), "migrate");

        Assert.Equal(Ok, first.ExitCode);
        Assert.Empty(JsonNode.Parse(first.Output)!["applied"]!.AsArray());
        Assert.Equal((Ok, "The schema is up to date."), (second.ExitCode, second.Output.Trim()));
    }

    [Fact]
    public async Task Inspect_queue_shows_what_waits()
    {
        using var client = await shared.Host.NewOrganizationAsync("cli-queue", "pull");
        await client.AddPublicAccountAsync("telegram", "cli-queue");
        await client.AcceptedAsync("telegram", "cli-queue", Messages.Direct("m-1"));
        var account = await client.AddPublicAccountAsync("line", "cli-queue", more: new JsonObject { ["webhookUrl"] = "http://127.0.0.1:9/nobody" });
        await client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{account}", new JsonObject { ["enabled"] = false });
        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        await probe.ExecuteAsync(
            $$"""
            INSERT INTO outbox (id, lane_key, kind, organization_id, account_id, conversation_id, payload, expires_at)
            VALUES (gen_random_uuid(), 'cli-lane', 'reply', '{{client.Organization}}', '{{account}}', 'c', '{"text":"waits"}', now() + interval '1 hour')
            """);

        var inspected = await VespidCommand.RunAsync(Settings(), "inspect-queue", "--json", "--max", "1000");
        var table = await VespidCommand.RunAsync(Settings(), "inspect-queue");

        Assert.True(inspected.ExitCode == Ok, inspected.Errors);
        var found = JsonNode.Parse(inspected.Output)!;
        Assert.Contains(found["lanes"]!.AsArray(), lane => (string?)lane!["laneKey"] == "cli-lane");
        Assert.Contains(found["runs"]!.AsArray(), run => (string?)run!["organizationId"] == client.Organization && (string?)run["kind"] == "turn");
        Assert.True((long)found["gauges"]!["workDepth"]! >= 1);
        Assert.Equal(Ok, table.ExitCode);
        Assert.Contains("outbox", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_set_by_hand_holds_within_five_seconds_and_is_listed()
    {
        using var client = await shared.Host.NewOrganizationAsync("cli-flags", "none");
        await client.AddPublicAccountAsync("tlon", "cli-flags");
        await client.AcceptedAsync("tlon", "cli-flags", Messages.Direct("m-0"));

        var off = await VespidCommand.RunAsync(Settings(), "flags", "set", "CHANNEL_TLON_ENABLED", "off", "--reason", "maintenance");
        Assert.True(off.ExitCode == Ok, off.Errors);
        await ReachesAsync(client, "channel_disabled");

        var listed = JsonNode.Parse((await VespidCommand.RunAsync(Settings(), "flags", "--json")).Output)!.AsArray();
        var flag = Assert.Single(listed, item => (string?)item!["name"] == "CHANNEL_TLON_ENABLED");
        Assert.Equal((false, "maintenance"), ((bool)flag!["enabled"]!, (string)flag["reason"]!));

        Assert.Equal(Ok, (await VespidCommand.RunAsync(Settings(), "flags", "set", "CHANNEL_TLON_ENABLED", "on")).ExitCode);
        await ReachesAsync(client, "accepted");
        Assert.Equal(BadConfiguration, (await VespidCommand.RunAsync(Settings(), "flags", "set", "CHANNEL_TELEX_ENABLED", "off")).ExitCode);
    }

    [Fact]
    public async Task Smoke_passes_on_every_channel_of_a_running_host()
    {
        var settings = Settings();
        settings["CHANNEL_SMOKE_API_BASE_URL"] = shared.Host.Control.ToString();
        settings["CHANNEL_SMOKE_GATEWAY_BASE_URL"] = shared.Host.Ingress.ToString();
        settings["CHANNEL_SMOKE_ACCOUNT_KEY"] = "cli-smoke";

        var all = await VespidCommand.RunAsync(settings, "smoke", "--json");
        Assert.True(all.ExitCode == Ok, all.Output + all.Errors);
        var report = JsonNode.Parse(all.Output)!;
        Assert.Equal((21, 21), ((int)report["passed"]!, (int)report["total"]!));

        // The names are claimed now: a second run with the same key cannot pass, and says why.
        var again = await VespidCommand.RunAsync(settings, "smoke", "--channels", "slack", "--json");
        Assert.Equal(Failed, again.ExitCode);
        Assert.Contains("409", (string)JsonNode.Parse(again.Output)!["channels"]![0]!["error"]!, StringComparison.Ordinal);
        Assert.Equal(BadConfiguration, (await VespidCommand.RunAsync(settings, "smoke", "--channels", "telex")).ExitCode);
        settings["CHANNEL_SMOKE_API_BASE_URL"] = "http://127.0.0.1:9";
        Assert.Equal(Unreachable, (await VespidCommand.RunAsync(settings, "smoke", "--channels", "slack")).ExitCode);
    }

    [Fact]
    public async Task Healthcheck_tells_by_its_exit_code()
    {
        var well = await VespidCommand.RunAsync(Settings(), "healthcheck", "--url", new Uri(shared.Host.Health, "/healthz").ToString());
        Assert.Equal((Ok, true), (well.ExitCode, (bool)JsonNode.Parse(well.Output)!["ok"]!));
        Assert.Equal(Failed, (await VespidCommand.RunAsync(Settings(), "healthcheck", "--url", new Uri(shared.Host.Health, "/nothing").ToString())).ExitCode);
        Assert.Equal(Unreachable, (await VespidCommand.RunAsync(Settings(), "healthcheck", "--url", "http://127.0.0.1:9/healthz")).ExitCode);
    }

    /// <summary>Those of the running host, as an operator's shell has them.</summary>
    private Dictionary<string, string> Settings() => new()
    {
        ["VESPID_DATA_DIR"] = shared.DataFolder,
        ["SECRETS_KEK_BASE64"] = SharedHost.Kek,
        ["INTERNAL_API_SERVICE_TOKEN"] = SharedHost.ServiceToken,
    };

    private static IEnumerable<string> Beginnings(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ')[..2])).Order(StringComparer.Ordinal);

    private static async Task ReachesAsync(ApiClient client, string reason)
    {
        var (number, seen) = (0, "");
        await Wait.UntilAsync(
            async () => (seen = await client.ReasonOfAsync("tlon", "cli-flags", Messages.Direct($"{reason}-{number++}"))) == reason,
            () => $"a message is answered {reason}; it is {seen}",
            TimeSpan.FromSeconds(10));
    }
}
