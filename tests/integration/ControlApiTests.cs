using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Channel accounts and what belongs to them, as an operator works with them.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ControlApiTests(SharedHost shared)
{
    private const string Masked = "********";

    [Fact]
    public async Task An_account_is_made_with_its_channels_defaults_changed_and_removed()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "accounts@example.com");
        var created = (await client.OrganizationAsync(HttpMethod.Post, "/channels/accounts", Claim("telegram", "  accounts  ")))["account"]!;
        Assert.Equal("accounts", (string?)created["accountKey"]);
        Assert.Equal(("pairing", "allowlist", true, "stopped", true), Policies(created));
        Assert.Equal("{}", created["metadata"]!.ToJsonString());
        Assert.Equal(client.Organization, (string?)created["organizationId"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)created["createdAt"]);
        foreach (var absent in (string[])["displayName", "webhookUrl", "lastError", "lastSeenAt"])
            Assert.True(created.AsObject().ContainsKey(absent) && created[absent] is null, absent);

        var webchat = (await client.OrganizationAsync(HttpMethod.Post, "/channels/accounts", Claim("webchat", "accounts")))["account"]!;
        Assert.Equal(("allowlist", "allowlist", false, "stopped", true), Policies(webchat));

        var id = (string)created["id"]!;
        var changed = (await client.OrganizationAsync(
            HttpMethod.Patch,
            $"/channels/accounts/{id}",
            new JsonObject { ["displayName"] = "Bot", ["dmPolicy"] = "open", ["status"] = "odd", ["lastError"] = "why", ["webhookUrl"] = "https://example.com/hook" }))["account"]!;
        Assert.Equal(("Bot", "open", "odd", "why"), ((string?)changed["displayName"], (string?)changed["dmPolicy"], (string?)changed["status"], (string?)changed["lastError"]));
        var untouched = (await client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject()))["account"]!;
        Assert.Equal(("Bot", "https://example.com/hook"), ((string?)untouched["displayName"], (string?)untouched["webhookUrl"]));
        var emptied = (await client.OrganizationAsync(
            HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject { ["displayName"] = null, ["webhookUrl"] = null, ["lastError"] = null }))["account"]!;
        Assert.True(emptied["displayName"] is null && emptied["webhookUrl"] is null && emptied["lastError"] is null);
        foreach (var fixedField in (string[])["channelId", "accountKey", "organizationId", "id"])
            await RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject { [fixedField] = "x" });

        var listed = await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts");
        Assert.Equal([id, (string)webchat["id"]!], listed["accounts"]!.AsArray().Select(account => (string)account!["id"]!));
        Assert.Single((await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts?channelId=webchat"))["accounts"]!.AsArray());

        await client.OrganizationAsync(HttpMethod.Delete, $"/channels/accounts/{id}");
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Get, $"/channels/accounts/{id}");
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Delete, $"/channels/accounts/{id}");
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject());
        await RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Get, "/channels/accounts/not-a-uuid");
    }

    [Fact]
    public async Task Secrets_in_metadata_are_masked_and_a_mask_sent_back_means_unchanged()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "metadata@example.com");
        var metadata = new JsonObject
        {
            ["webhookSecretToken"] = "in-clear-1",
            ["note"] = "shown",
            ["nested"] = new JsonObject { ["apiToken"] = "in-clear-2", ["list"] = new JsonArray(new JsonObject { ["password"] = "in-clear-3" }) },
        };
        var id = await client.AddAccountAsync("telegram", "metadata", new JsonObject { ["metadata"] = metadata });
        string[] answers =
        [
            (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{id}")).ToJsonString(),
            (await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts")).ToJsonString(),
            (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{id}/status")).ToJsonString(),
            (await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{id}/actions/start")).ToJsonString(),
        ];
        Assert.All(answers, answer => Assert.True(!answer.Contains("in-clear", StringComparison.Ordinal) && answer.Contains("shown", StringComparison.Ordinal), answer));

        // An editor that shows the metadata and sends all of it back must not lose what it could not see.
        var shown = JsonNode.Parse(answers[0])!["account"]!["metadata"]!.DeepClone().AsObject();
        Assert.Equal(Masked, (string?)shown["webhookSecretToken"]);
        shown["note"] = "edited";
        var edited = (await client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject { ["metadata"] = shown }))["account"]!;
        Assert.Equal("edited", (string?)edited["metadata"]!["note"]);
        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        var stored = JsonNode.Parse((await probe.ColumnAsync($"SELECT metadata::text FROM channel_accounts WHERE id = '{id}'")).Single())!;
        Assert.Equal("in-clear-1", (string?)stored["webhookSecretToken"]);
        Assert.Equal("in-clear-2", (string?)stored["nested"]!["apiToken"]);
        Assert.Equal("in-clear-3", (string?)stored["nested"]!["list"]![0]!["password"]);

        // And the check still asks for it.
        Assert.Equal("telegram_secret_token_invalid", await client.ReasonOfAsync("telegram", "metadata", Messages.Direct("m-1")));

        // Metadata is replaced, not merged.
        await client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{id}", new JsonObject { ["metadata"] = new JsonObject { ["other"] = 1 } });
        Assert.Equal("""{"other": 1}""", (await probe.ColumnAsync($"SELECT metadata::text FROM channel_accounts WHERE id = '{id}'")).Single());
    }

    [Fact]
    public async Task A_secret_verifies_after_its_rotation_together_with_the_one_before_it()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "secrets@example.com");
        var id = await client.AddOpenAccountAsync("telegram", "secrets");
        var secrets = $"/channels/accounts/{id}/secrets";
        var added = await client.OrganizationAsync(HttpMethod.Post, secrets, Secret("webhookSecretToken", "first-value"));
        Assert.Equal("webhookSecretToken", (string?)added["secret"]!["name"]);
        Assert.DoesNotContain("first-value", added.ToJsonString(), StringComparison.Ordinal);
        await RefusedAsync(client, HttpStatusCode.Conflict, "SECRET_ALREADY_EXISTS", HttpMethod.Post, secrets, Secret("webhookSecretToken", "again"));
        await RefusedAsync(client, HttpStatusCode.BadRequest, "SECRET_VALUE_REQUIRED", HttpMethod.Post, secrets, Secret("other", "  "));
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Put, $"{secrets}/other", new JsonObject { ["value"] = "x" });
        await ExpectAsync(("first-value", "accepted"), ("second-value", Refused), ("", Refused));

        var rotated = await client.OrganizationAsync(HttpMethod.Put, $"{secrets}/webhookSecretToken", new JsonObject { ["value"] = "second-value", ["overlapSeconds"] = 600 });
        Assert.NotNull(rotated["secret"]!["previousRetiresAt"]);
        await ExpectAsync(("first-value", "accepted"), ("second-value", "accepted"), ("third-value", Refused));

        await client.OrganizationAsync(HttpMethod.Put, $"{secrets}/webhookSecretToken", new JsonObject { ["value"] = "third-value", ["overlapSeconds"] = 0 });
        await ExpectAsync(("first-value", Refused), ("second-value", Refused), ("third-value", "accepted"));

        Assert.Single((await client.OrganizationAsync(HttpMethod.Get, secrets))["secrets"]!.AsArray());
        await client.OrganizationAsync(HttpMethod.Delete, $"{secrets}/webhookSecretToken");
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Delete, $"{secrets}/webhookSecretToken");
        await ExpectAsync(("", "accepted"));

        async Task ExpectAsync(params (string Token, string Reason)[] cases)
        {
            foreach (var (token, reason) in cases)
            {
                (string, string)[] headers = token.Length == 0 ? [] : [("x-telegram-bot-api-secret-token", token)];
                var answer = await RawHttp.PostAsync(
                    new Uri(shared.Host.Ingress, "/ingress/channels/telegram/secrets"), Messages.Direct(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString()).ToJsonString(), headers);
                Assert.True(reason == answer.Reason, $"'{token}' gave {answer.Reason}, not {reason}");
            }
        }
    }

    [Fact]
    public async Task The_allowlist_takes_an_entry_twice_and_lists_by_scope_and_subject()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "allowlist@example.com");
        var id = await client.AddAccountAsync("telegram", "allowlist", new JsonObject { ["dmPolicy"] = "allowlist" });
        var allowlist = $"/channels/accounts/{id}/allowlist";
        Assert.Equal("dm_allowlist_denied", await client.ReasonOfAsync("telegram", "allowlist", Messages.Direct("m-1")));

        var (firstStatus, first) = await client.InOrganizationAsync(HttpMethod.Put, allowlist, Entry("sender", "u-1"));
        var (secondStatus, second) = await client.InOrganizationAsync(HttpMethod.Put, allowlist, Entry("sender", "u-1"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (firstStatus, secondStatus));
        Assert.Equal((string?)first!["entry"]!["id"], (string?)second!["entry"]!["id"]);
        await client.OrganizationAsync(HttpMethod.Put, allowlist, Entry("dm", "b"));
        await client.OrganizationAsync(HttpMethod.Put, allowlist, Entry("dm", "a"));

        var entries = (await client.OrganizationAsync(HttpMethod.Get, allowlist))["entries"]!.AsArray();
        Assert.Equal(["dm/a", "dm/b", "sender/u-1"], entries.Select(entry => $"{entry!["scope"]}/{entry["subject"]}"));
        Assert.Equal(2, (await client.OrganizationAsync(HttpMethod.Get, allowlist + "?scope=dm"))["entries"]!.AsArray().Count);
        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "allowlist", Messages.Direct("m-2")));

        await client.OrganizationAsync(HttpMethod.Delete, allowlist, Entry("sender", "u-1"));
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Delete, allowlist, Entry("sender", "u-1"));
        Assert.Equal("dm_allowlist_denied", await client.ReasonOfAsync("telegram", "allowlist", Messages.Direct("m-3")));
        await RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Put, $"/channels/accounts/{Nobody}/allowlist", Entry("sender", "u-1"));
    }

    [Fact]
    public async Task Status_shows_what_an_operator_wants_to_know_and_actions_change_it()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "status@example.com");
        var id = await client.AddAccountAsync("telegram", "status");
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{id}/secrets", Secret("unused", "value"));
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{id}/allowlist", Entry("sender", "u-2"));
        await client.ReasonOfAsync("telegram", "status", Messages.Direct("m-1"));
        await client.ReasonOfAsync("telegram", "status", Messages.Direct("m-2", sender: "u-2"));
        for (var i = 0; i < 25; i++)
            await client.ReasonOfAsync("telegram", "status", new JsonObject());

        var status = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{id}/status"))["status"]!;
        Assert.Equal((1, 1, 1), ((int)status["secretsCount"]!, (int)status["pendingPairings"]!, (int)status["allowlistCount"]!));
        Assert.Equal(20, status["latestEvents"]!.AsArray().Count);
        Assert.All(status["latestEvents"]!.AsArray(), happened => Assert.Equal("channel.message.dropped", (string?)happened!["eventType"]));
        var all = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{id}/events?limit=200"))["events"]!.AsArray();
        Assert.Equal(
            ["channel.message.accepted", "channel.message.dropped"], all.Select(happened => (string)happened!["eventType"]!).Distinct().Where(kind => kind.StartsWith("channel.message", StringComparison.Ordinal)).Order());
        Assert.Contains(all, happened => (string?)happened!["message"] == "dm_pairing_required");

        foreach (var (action, word) in (IEnumerable<(string, string)>)[("start", "running"), ("stop", "stopped"), ("reconnect", "running"), ("logout", "stopped"), ("login", "running")])
        {
            var answer = await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{id}/actions/{action}");
            Assert.Equal((true, action, word), ((bool)answer["ok"]!, (string)answer["action"]!, (string)answer["account"]!["status"]!));
        }

        await RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Post, $"/channels/accounts/{id}/actions/dance");
    }

    [Fact]
    public async Task Every_change_leaves_a_line_in_the_trail_that_names_who_and_what_and_no_secret()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "audit@example.com");
        var id = await client.AddAccountAsync("telegram", "audit");
        var path = $"/channels/accounts/{id}";
        await client.OrganizationAsync(HttpMethod.Patch, path, new JsonObject { ["dmPolicy"] = "open", ["metadata"] = new JsonObject { ["webhookSecret"] = "in-clear" } });
        await client.OrganizationAsync(HttpMethod.Post, path + "/actions/start");
        await client.OrganizationAsync(HttpMethod.Put, path + "/allowlist", Entry("sender", "*"));
        await client.OrganizationAsync(HttpMethod.Delete, path + "/allowlist", Entry("sender", "*"));
        await client.OrganizationAsync(HttpMethod.Post, path + "/secrets", Secret("s", "in-clear"));
        await client.OrganizationAsync(HttpMethod.Put, path + "/secrets/s", new JsonObject { ["value"] = "in-clear" });
        await client.OrganizationAsync(HttpMethod.Delete, path + "/secrets/s");
        var workflow = await client.AddWorkflowAsync("telegram");
        await client.OrganizationAsync(HttpMethod.Patch, $"/workflows/{workflow}", new JsonObject { ["name"] = "renamed" });
        await client.InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo", ["agentSecret"] = "in-clear-and-longer" });
        var token = await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" });
        await client.OrganizationAsync(HttpMethod.Delete, $"/worker-tokens/{token["id"]}");
        await client.OrganizationAsync(HttpMethod.Post, "/sessions", new JsonObject { ["title"] = "t" });
        await client.OrganizationAsync(HttpMethod.Delete, path);

        var trail = (await client.OrganizationAsync(HttpMethod.Get, "/audit?limit=200"))["events"]!.AsArray();
        string[] expected =
        [
            "user.registered", "channel.account.created", "channel.account.changed", "channel.account.start", "channel.allowlist.added", "channel.allowlist.removed",
            "channel.secret.added", "channel.secret.rotated", "channel.secret.removed", "workflow.created", "workflow.published", "workflow.changed",
            "organization.changed", "worker_token.created", "worker_token.revoked", "session.opened", "channel.account.deleting", "channel.account.deleted",
        ];
        Assert.Equal(expected, trail.Select(line => (string)line!["action"]!).Reverse());
        Assert.DoesNotContain("in-clear", trail.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)token["token"]!, trail.ToJsonString(), StringComparison.Ordinal);
        Assert.All(trail.Where(line => (string?)line!["action"] != "user.registered"), line => Assert.Equal(("user", "127.0.0.1"), ((string?)line!["actorKind"], (string?)line["remoteAddress"])));
        Assert.Equal("open", (string?)trail.Single(line => (string?)line!["action"] == "channel.account.changed")!["change"]!["to"]!["dmPolicy"]);
    }

    private const string Refused = "telegram_secret_token_invalid";

    private const string Nobody = "11111111-1111-7111-8111-111111111111";

    private static JsonObject Claim(string channel, string key) => new() { ["channelId"] = channel, ["accountKey"] = key };

    private static JsonObject Secret(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Entry(string scope, string subject) => new() { ["scope"] = scope, ["subject"] = subject };

    private static (string?, string?, bool, string?, bool) Policies(JsonNode account) =>
        ((string?)account["dmPolicy"], (string?)account["groupPolicy"], (bool)account["requireMentionInGroup"]!, (string?)account["status"], (bool)account["enabled"]!);

    internal static async Task RefusedAsync(ApiClient client, HttpStatusCode status, string code, HttpMethod method, string path, JsonNode? body = null)
    {
        var (answered, answer) = await client.InOrganizationAsync(method, path, body);
        Assert.True(answered == status && (string?)answer?["code"] == code, $"{method} {path}: expected {(int)status} {code}, got {(int)answered} {answer?.ToJsonString()}");
    }
}
