using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>What operators see of the process, and what they must never see.</summary>
[Collection(SharedHostCollection.Name)]
public sealed partial class ObservabilityTests(SharedHost shared)
{
    private const string BotToken = "424242:observability-bot-token";
    private const string HookSecret = "observability-hook-secret";

    [Fact]
    public async Task Traffic_shows_in_the_figures_by_channel_and_reason_and_by_nobody()
    {
        using var client = await TrafficAsync("observability-figures");
        string text = "";
        string[] names =
        [
            // The original's.
            "channel_inbound_total", "channel_drop_total", "channel_auth_fail_total", "channel_pairing_pending", "channel_trigger_run_total", "channel_outbound_total",
            // Ours.
            "channel_duplicate_total", "channel_ingress_duration_seconds_bucket", "channel_outbound_duration_seconds_bucket",
            "vespid_work_depth", "vespid_work_oldest_unclaimed_seconds", "vespid_outbox_backlog", "vespid_outbox_oldest_due_seconds", "vespid_dead_letters", "vespid_triggers_held_back",
            "vespid_storage_commit_duration_bucket", "vespid_storage_commit_batch_size_bucket", "vespid_storage_commit_queue_depth", "vespid_embedded_activations",
            "router_uptime_seconds", "vespid_build_info{", "vespid_writer_active 1", "vespid_health_ready 1", "health_component_status{component=\"writer\"} 2",
        ];
        await Wait.UntilAsync(
            async () => names.All((text = await shared.Host.GetTextAsync(new Uri(shared.Host.Metrics, "/metrics"))).Contains),
            () => $"all figures are there; missing: {string.Join(", ", names.Where(name => !text.Contains(name, StringComparison.Ordinal)))}",
            TimeSpan.FromSeconds(15));

        Assert.Matches("""channel_inbound_total\{channel="telegram"\} [1-9]""", text);
        Assert.Matches("""channel_drop_total\{channel="telegram",reason="dm_pairing_required"\} [1-9]""", text);
        Assert.Matches("""channel_auth_fail_total\{channel="telegram",reason="telegram_secret_token_invalid"\} [1-9]""", text);
        Assert.Matches("""channel_trigger_run_total\{channel="telegram",status="succeeded"\} [1-9]""", text);
        Assert.Matches("""channel_outbound_total\{kind="[a-z._]+",status="accepted"\} [1-9]""", text);
        Assert.Matches("""vespid_embedded_activations\{grain_type="[^"]+"\} [1-9]""", text);

        // Every line has the form that Prometheus reads, and no label tells one tenant, user or conversation from another.
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(MetricLine(), line));
        var labels = Labels().Matches(text).Select(match => match.Value.Split('=', 2)).ToList();
        foreach (var word in (string[])["org", "tenant", "account", "user", "session", "conversation", "sender", "key"])
            Assert.DoesNotContain(labels, label => label[0].Contains(word, StringComparison.OrdinalIgnoreCase));
        foreach (var word in (string[])[client.Organization, "observability", "u-1", "dm:", "@example.com"])
            Assert.DoesNotContain(labels, label => label[1].Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Labels().Matches(text), match => Uuid().IsMatch(match.Value));
    }

    [Fact]
    public async Task Health_says_how_each_part_is_on_every_port_that_shows_it()
    {
        foreach (var server in (Uri[])[shared.Host.Health, shared.Host.Control, shared.Host.Ingress])
        {
            var health = JsonNode.Parse(await shared.Host.GetTextAsync(new Uri(server, "/healthz")))!;
            Assert.Equal((true, "ready", true), ((bool)health["ok"]!, (string)health["status"]!, (bool)health["active"]!));
            Assert.True((bool)health["lease"]!["active"]! && (long)health["lease"]!["epoch"]! > 0, health.ToJsonString());
            foreach (var name in (string[])["postgres", "writer"])
                Assert.Equal(("ready", true), ((string)health["dependencies"]![name]!["state"]!, (bool)health["dependencies"]![name]!["required"]!));
        }

        foreach (var (server, path, status) in (IEnumerable<(Uri, string, int)>)
            [
                (shared.Host.Health, "/livez", 200), (shared.Host.Health, "/readyz", 200), (shared.Host.Health, "/startupz", 200), (shared.Host.Health, "/metrics", 404),
                (shared.Host.Health, "/v1/me", 404), (shared.Host.Metrics, "/metrics", 200), (shared.Host.Metrics, "/healthz", 404), (shared.Host.Control, "/metrics", 404),
                (shared.Host.Control, "/livez", 404), (shared.Host.Ingress, "/v1/me", 404), (shared.Host.Ingress, "/metrics", 404), (shared.Host.Ingress, "/openapi/v1.json", 404),
                (shared.Host.Control, "/ingress/channels/telegram/x", 404),
            ])
        {
            Assert.True((await RawHttp.SendAsync(HttpMethod.Get, new Uri(server, path))).Status == status, $"{server.Port}{path}");
        }
    }

    [Fact]
    public async Task What_the_process_prints_is_JSON_and_holds_no_secret()
    {
        using var client = await TrafficAsync("observability-output");
        await RawHttp.PostAsync(new Uri(shared.Host.Control, "/v1/auth/login"), """{"email":"observability-output@example.com","password":"a wrong password of mine"}""");
        await RawHttp.PostAsync(new Uri(shared.Host.Control, $"/v1/auth/refresh?token={HookSecret}"), """{"refreshToken":"vrt_a-token-of-mine"}""", ("authorization", $"Bearer {client.Token}"));

        var output = shared.Host.Output;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            Assert.True(entry.RootElement.TryGetProperty("Timestamp", out _) && entry.RootElement.TryGetProperty("LogLevel", out _) && entry.RootElement.TryGetProperty("Message", out _), line);
        }

        string[] secrets =
        [
            BotToken, BotToken.Split(':')[1], HookSecret, ApiClient.Password, "a wrong password of mine", "vrt_", client.Token,
            SharedHost.ServiceToken, SharedHost.PreviousServiceToken, SharedHost.Kek, "in-clear",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, output, StringComparison.Ordinal));
        Assert.DoesNotContain("\"LogLevel\":\"Error\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"LogLevel\":\"Critical\"", output, StringComparison.Ordinal);
    }

    /// <summary>A bit of everything that is counted.</summary>
    private async Task<ApiClient> TrafficAsync(string name)
    {
        var client = await ApiClient.SignUpAsync(shared.Host, $"{name}@example.com");
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        var account = await client.AddAccountAsync("telegram", name);
        await client.AddWorkflowAsync("telegram");
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-0"));
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "u-1" });
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-1"));
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-1"));
        await client.OutboxReachesAsync("dm:u-1", "sent");
        await client.AddSecretAsync(account, "botToken", BotToken);
        await client.AddSecretAsync(account, "webhookSecretToken", HookSecret);
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-2"));
        return client;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\})? (-?[0-9.]+([eE][-+]?[0-9]+)?|NaN|[-+]Inf))$""")]
    private static partial Regex MetricLine();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"]*\"")]
    private static partial Regex Labels();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}")]
    private static partial Regex Uuid();
}
