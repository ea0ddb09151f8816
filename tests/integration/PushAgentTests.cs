using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Work that is pushed to an organisation's own endpoint.</summary>
public sealed class PushAgentTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    private const string Secret = "whsec_cHVzaCBhZ2VudCBzZWNyZXQgb2YgdGhlIHRlc3Rz";

    [Fact]
    public async Task A_push_is_signed_and_the_reply_in_its_answer_is_sent()
    {
        await using var agent = await WebhookReceiver.StartAsync(Secret);
        using var client = await StartAsync("push-reply", agent.Url.ToString());
        Answer(agent, 200, new JsonObject { ["reply"] = "pushed back", ["output"] = new JsonObject { ["n"] = 1 } });
        var chat = vendors.NewChat();
        await client.AcceptedAsync("telegram", "push-reply", Updates.Private(chat, 1, "hello agent"));

        Assert.Equal("pushed back", (string?)Assert.Single(await client.OutboxReachesAsync(chat, "sent"))["payload"]!["text"]);
        var push = Assert.Single(agent.Requests.All);
        Assert.True(push.SignatureValid);
        var body = JsonNode.Parse(push.Body)!;
        Assert.Equal((string?)body["runId"], push.Id);
        Assert.Equal(("session.turn", "hello agent", client.Organization, 1), ((string)body["type"]!, (string)body["input"]!["text"]!, (string)body["organizationId"]!, (int)body["attempt"]!));
        Assert.DoesNotContain(push.Headers, header => header.Value.Contains("dev-gateway-token", StringComparison.Ordinal) || header.Key is "authorization" or "x-service-token" or "x-gateway-token");
        var run = (await client.OrganizationAsync(HttpMethod.Get, $"/runs/{push.Id}"))["run"]!;
        Assert.Equal(("succeeded", 1), ((string)run["status"]!, (int)run["output"]!["n"]!));
    }

    [Fact]
    public async Task An_endpoint_that_takes_it_ends_it_through_the_work_api()
    {
        await using var agent = await WebhookReceiver.StartAsync(Secret);
        using var client = await StartAsync("push-later", agent.Url.ToString());
        Answer(agent, 202, []);
        var worker = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "later" }))["token"]!;
        var chat = vendors.NewChat();
        await client.AcceptedAsync("telegram", "push-later", Updates.Private(chat, 1, "take your time"));

        var push = JsonNode.Parse((await agent.Requests.WaitForCountAsync(1, VendorHost.Patience))[0].Body)!;
        var (status, _) = await vendors.Host.WorkAsync(
            worker, $"/{push["runId"]}/complete", new() { ["leaseToken"] = (string)push["leaseToken"]!, ["reply"] = "done later" });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("done later", (string?)Assert.Single(await client.OutboxReachesAsync(chat, "sent"))["payload"]!["text"]);
        Assert.Single(agent.Requests.All);
    }

    [Fact]
    public async Task A_server_error_is_pushed_again_and_a_refusal_ends_it()
    {
        await using var agent = await WebhookReceiver.StartAsync(Secret);
        using var client = await StartAsync("push-errors", agent.Url.ToString());
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);
        agent.Faults.Add(new VendorFault.Error(503));
        agent.Faults.Add(new VendorFault.Error(400));
        var chat = vendors.NewChat();
        await client.AcceptedAsync("telegram", "push-errors", Updates.Private(chat, 1, "first"));

        var run = (await agent.Requests.WaitForCountAsync(1, VendorHost.Patience))[0].Id;
        await RunReachesAsync(client, run!, "queued", "AGENT_HTTP_503");
        await probe.ExecuteAsync($"UPDATE runs SET next_attempt_at = now() WHERE id = '{run}'");
        await RunReachesAsync(client, run!, "failed", "AGENT_HTTP_400");
        Assert.Equal([1, 2], agent.Requests.All.Select(push => (int)JsonNode.Parse(push.Body)!["attempt"]!));
        Assert.All(agent.Requests.All, push => Assert.Equal((run, true), (push.Id, push.SignatureValid)));

        // The session goes on.
        Answer(agent, 200, new JsonObject { ["reply"] = "well again" });
        await client.AcceptedAsync("telegram", "push-errors", Updates.Private(chat, 2, "second"));
        await client.OutboxReachesAsync(chat, "sent");

        var figures = await vendors.Host.GetTextAsync(new Uri(vendors.Host.Metrics, "/metrics"));
        Assert.Matches("""a2a_request_total\{agent="push"\} [1-9]""", figures);
        Assert.Matches("""a2a_failure_total\{classification="transient",reason="AGENT_HTTP_503"\} [1-9]""", figures);
        Assert.Matches("""a2a_failure_total\{classification="fatal",reason="AGENT_HTTP_400"\} [1-9]""", figures);
        Assert.Matches("latency_round_trip_ms_count [1-9]", figures);
    }

    [Fact]
    public async Task A_silent_endpoint_holds_up_its_own_session_only_and_has_failed_when_its_claim_ends()
    {
        await using var agent = await WebhookReceiver.StartAsync(Secret);
        using var client = await StartAsync("push-silent", agent.Url.ToString());
        agent.Faults.Add(new VendorFault.Hang());
        var (silent, other) = (vendors.NewChat(), vendors.NewChat());
        await client.AcceptedAsync("telegram", "push-silent", Updates.Private(silent, 1, "silence"));
        var run = (await agent.Requests.WaitForCountAsync(1, VendorHost.Patience))[0].Id!;

        Answer(agent, 200, new JsonObject { ["reply"] = "not held up" });
        await client.AcceptedAsync("telegram", "push-silent", Updates.Private(other, 1, "hello"));
        await client.OutboxReachesAsync(other, "sent");
        var meanwhile = (await client.OrganizationAsync(HttpMethod.Get, $"/runs/{run}"))["run"]!;
        Assert.Equal(("running", 1), ((string)meanwhile["status"]!, (int)meanwhile["attemptCount"]!));

        await RunReachesAsync(client, run, "queued", "AGENT_NO_ANSWER");
        Assert.Single(agent.Requests.All, push => push.Id == run);
    }

    [Theory]
    [InlineData("https://127.0.0.2:9")]
    [InlineData("http://10.0.0.1/agent")]
    [InlineData("https://[::1]:9/agent")]
    [InlineData("https://169.254.169.254/latest")]
    public async Task A_private_address_is_refused_unless_the_operator_allows_it(string endpoint)
    {
        var key = $"push-private-{vendors.NewChat()}";
        using var client = await StartAsync(key, endpoint);
        var workflow = await client.AddWorkflowAsync("telegram");
        await client.AcceptedAsync("telegram", key, Updates.Private(vendors.NewChat(), 1, "hello"));

        JsonNode? run = null;
        await Wait.UntilAsync(
            async () => (string?)(run = (await client.RunsAsync(workflow)).Single())!["status"] == "failed", () => $"the run has failed; it is {run?.ToJsonString()}", VendorHost.Patience);
        Assert.Equal("AGENT_URL_REFUSED", (string?)run!["error"]);
    }

    private static void Answer(WebhookReceiver agent, int status, JsonObject body) => agent.Faults.Add(new VendorFault.Error(status, body.ToJsonString()));

    private static async Task RunReachesAsync(ApiClient client, string run, string status, string error)
    {
        JsonNode? seen = null;
        await Wait.UntilAsync(
            async () => (string?)(seen = (await client.OrganizationAsync(HttpMethod.Get, $"/runs/{run}"))["run"]!)["status"] == status
                && ((string?)seen["error"])?.StartsWith(error, StringComparison.Ordinal) == true,
            () => $"the run is {status} with {error}; it is {seen?.ToJsonString()}",
            VendorHost.Patience);
    }

    private async Task<ApiClient> StartAsync(string key, string endpoint)
    {
        var client = await vendors.Host.NewOrganizationAsync(key, "none");
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "push", ["agentEndpoint"] = endpoint, ["agentSecret"] = Secret });
        await client.AddPublicAccountAsync("telegram", key, vendors.Telegram.BotToken);
        return client;
    }
}
