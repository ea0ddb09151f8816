using System.Text;
using Orleans.Storage;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeErrorTests
{
    private const string Trigger = "/internal/v1/channels/trigger-run";
    private static readonly string Service = Settings.Valid().ServiceTokens[0];
    private static readonly string TriggerBody =
        $$"""{"organizationId":"{{EdgeHost.Org}}","workflowId":"{{EdgeHost.Org}}","requestedByUserId":"{{EdgeHost.User}}","payload":[1]}""";

    public static TheoryData<Exception, int, string> CommitFaults => new()
    {
        { new CommitUnavailableException("full"), 503, "QUEUE_UNAVAILABLE" },
        { new CommitOutcomeUnknownException("gone"), 503, "QUEUE_UNAVAILABLE" },
        { new WriterFencedException("fenced"), 503, "QUEUE_UNAVAILABLE" },
        { new TimeoutException("slow"), 503, "QUEUE_UNAVAILABLE" },
        { new InconsistentStateException("a secret"), 503, "QUEUE_UNAVAILABLE" },
        { new CommitRejectedException("a secret", "22P05"), 400, "BAD_REQUEST" },
        { new CommitRejectedException("a secret", "23505"), 409, "CONFLICT" },
        { new InvalidCursorException(), 400, "BAD_REQUEST" },
        { new InvalidOperationException("a secret"), 500, "INTERNAL_ERROR" },
    };

    [Theory]
    [MemberData(nameof(CommitFaults))]
    public async Task A_fault_says_its_code_and_nothing_of_what_is_inside(Exception fault, int status, string code)
    {
        await using var host = await EdgeHost.StartAsync();
        host.Organization.On(nameof(IOrganizationGrain.TriggerRun), _ => Task.FromException<Outcome<Guid>>(fault));
        var (actual, body, answer) = await host.SendAsync("POST", Trigger, TriggerBody, headers: ("x-service-token", Service));
        Assert.Equal((status, code), (actual, body.GetProperty("code").GetString()));
        Assert.DoesNotContain("a secret", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
        Assert.Equal(status == 500, body.TryGetProperty("details", out _));
    }

    [Fact]
    public async Task Elsewhere_the_storage_is_what_is_away()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Identity.On(nameof(IIdentityQueries.UserAsync), _ => Task.FromException<UserItem?>(new TimeoutException()));
        await EdgeAccessTests.Expect(503, "STORAGE_UNAVAILABLE", host.SendAsync("GET", "/v1/me", signedIn: true));
    }

    [Fact]
    public async Task A_refusal_has_its_status_and_code()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Organization.On(nameof(IOrganizationGrain.TriggerRun), _ => Task.FromResult<Outcome<Guid>>(new Refusal(RefusalKind.TooMany, "ORG_RUN_QUOTA_EXCEEDED", "Used up.")));
        await EdgeAccessTests.Expect(429, "ORG_RUN_QUOTA_EXCEEDED", host.SendAsync("POST", Trigger, TriggerBody, headers: ("x-service-token", Service)));
        Assert.Equal("[1]", host.Organization.Calls.Single().Arguments[2]);
    }

    [Fact]
    public async Task Bad_input_is_never_our_fault()
    {
        await using var host = await EdgeHost.StartAsync();
        var root = $"/v1/orgs/{EdgeHost.Org}";
        await Expect(400, "BAD_REQUEST", "GET", root + "/channels/accounts/not-a-uuid");
        await Expect(400, "BAD_REQUEST", "GET", root + "/channels/accounts?limit=0");
        await Expect(400, "BAD_REQUEST", "GET", root + "/channels/accounts?limit=201");
        await Expect(400, "BAD_REQUEST", "GET", root + "/channels/accounts?limit=many");
        await Expect(400, "BAD_REQUEST", "GET", root + "/outbox?status=gone");
        await Expect(400, "BAD_REQUEST", "GET", root + "/outbox?createdBefore=yesterday");
        await Expect(400, "BAD_REQUEST", "POST", root + $"/channels/accounts/{EdgeHost.Org}/actions/explode");
        await Expect(400, "BAD_REQUEST", "POST", root + "/channels/accounts", new string('[', 5_000));
        await Expect(415, "UNSUPPORTED_MEDIA_TYPE", "POST", root + "/channels/accounts", new StringContent("{}", Encoding.UTF8, "text/plain"));
        await Expect(413, "PAYLOAD_TOO_LARGE", "POST", root + "/channels/accounts", new string(' ', 1024 * 1024 + 1));
        await Expect(405, "METHOD_NOT_ALLOWED", "PUT", "/v1/me");
        await Expect(404, "NOT_FOUND", "GET", "/nowhere");

        async Task Expect(int status, string code, string method, string path, object? body = null) =>
            await EdgeAccessTests.Expect(status, code, host.SendAsync(method, path, body, signedIn: true, org: EdgeHost.Org));
    }

    [Fact]
    public async Task Wrong_fields_are_named()
    {
        await using var host = await EdgeHost.StartAsync();
        var body = await EdgeAccessTests.Expect(
            400, "BAD_REQUEST", host.SendAsync("POST", $"/v1/orgs/{EdgeHost.Org}/channels/accounts", """{"channelId":"fax","extra":1}""", signedIn: true, org: EdgeHost.Org));
        var details = body.GetProperty("details");
        Assert.Equal("""["Unknown keys: extra."]""", details.GetProperty("formErrors").GetRawText());
        Assert.Equal(["accountKey", "channelId"], details.GetProperty("fieldErrors").EnumerateObject().Select(field => field.Name).Order());
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var host = await EdgeHost.StartAsync();
        foreach (var path in (string[])["/v1/meta/channels", "/v1/me", "/nowhere"])
        {
            var (_, _, answer) = await host.SendAsync("GET", path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }
}
