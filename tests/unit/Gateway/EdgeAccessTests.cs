using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeAccessTests
{
    private static readonly string Accounts = $"/v1/orgs/{EdgeHost.Org}/channels/accounts";

    [Fact]
    public async Task An_organisation_is_checked_in_the_specified_order()
    {
        await using var host = await EdgeHost.StartAsync();
        var other = Guid.Parse("0195f000-0000-7000-8000-0000000000dd");
        await Expect(401, "UNAUTHORIZED", host.SendAsync("POST", Accounts, "{"));
        await Expect(400, "ORG_CONTEXT_REQUIRED", host.SendAsync("POST", Accounts, "{", signedIn: true));
        await Expect(400, "INVALID_ORG_CONTEXT", host.SendAsync("POST", Accounts, "{", signedIn: true, headers: ("x-org-id", "nonsense")));
        await Expect(400, "INVALID_ORG_CONTEXT", host.SendAsync("POST", Accounts, "{", signedIn: true, org: other));
        await Expect(403, "ORG_ACCESS_DENIED", host.SendAsync("POST", $"/v1/orgs/{other}/channels/accounts", "{", signedIn: true, org: other));
        host.Identity.On(nameof(IIdentityQueries.MembershipAsync), _ => Task.FromResult<MembershipItem?>(new(EdgeHost.Org, "Org", EdgeHost.User, "member", EdgeHost.Now)));
        await Expect(403, "FORBIDDEN", host.SendAsync("POST", Accounts, "{", signedIn: true, org: EdgeHost.Org));
        host.Identity.On(nameof(IIdentityQueries.MembershipAsync), _ => Task.FromResult<MembershipItem?>(new(EdgeHost.Org, "Org", EdgeHost.User, "admin", EdgeHost.Now)));
        await Expect(400, "BAD_REQUEST", host.SendAsync("POST", Accounts, "{", signedIn: true, org: EdgeHost.Org));
        host.Accounts.On(nameof(IAccountQueries.GetAsync), _ => Task.FromResult<AccountItem?>(null));
        await Expect(404, "NOT_FOUND", host.SendAsync("GET", $"{Accounts}/{other}", signedIn: true, org: EdgeHost.Org));
        Assert.Empty(host.Account.Calls);
    }

    [Fact]
    public async Task Warning_instead_of_refusing_marks_the_answer_and_checks_the_rest()
    {
        await using var host = await EdgeHost.StartAsync(options => options.OrgContextEnforcement = OrgContextEnforcement.Warn);
        host.Accounts.On(nameof(IAccountQueries.ListAsync), _ => Task.FromResult(new Page<AccountItem>([], null)));
        var (status, _, answer) = await host.SendAsync("GET", Accounts, signedIn: true);
        Assert.Equal((200, "ORG_CONTEXT_REQUIRED"), (status, answer.Headers.GetValues("x-org-context-warning").Single()));
        await Expect(403, "ORG_ACCESS_DENIED", host.SendAsync("GET", "/v1/orgs/0195f000-0000-7000-8000-0000000000dd/channels/accounts", signedIn: true, org: EdgeHost.Org));
        await Expect(400, "INVALID_ORG_CONTEXT", host.SendAsync("GET", "/v1/orgs/nonsense/channels/accounts", signedIn: true));
    }

    [Fact]
    public async Task Every_route_has_a_port_and_every_control_route_a_rule()
    {
        await using var host = await EdgeHost.StartAsync();
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 60, $"only {routes.Count} routes");
        Assert.All(routes, route => Assert.NotNull(route.Metadata.GetMetadata<PortMetadata>()));
        Assert.All(
            routes.Where(route => route.Metadata.GetMetadata<PortMetadata>()!.Roles.Contains(PortRole.Control)),
            route => Assert.True(route.Metadata.GetMetadata<AccessRule>() is not null, route.RoutePattern.RawText));
        Assert.All(
            routes.Where(route => route.RoutePattern.RawText!.Contains("{orgId}", StringComparison.Ordinal)),
            route => Assert.True(route.Metadata.GetMetadata<AccessRule>() is OrganizationRule, route.RoutePattern.RawText));
    }

    [Theory]
    [InlineData("/v1/meta/channels", 3001)]
    [InlineData("/openapi/v1.json", 3001)]
    [InlineData("/livez", 8080)]
    [InlineData("/metrics", 9464)]
    public async Task A_route_answers_on_its_own_port_only(string path, int port)
    {
        await using var host = await EdgeHost.StartAsync();
        foreach (var other in (int[])[3001, 3002, 8080, 9464, 4711])
            Assert.Equal(other == port ? 200 : 404, (await host.SendAsync("GET", path, port: other)).Status);
    }

    [Fact]
    public async Task A_cookie_writes_only_with_the_header_that_other_sites_cannot_send()
    {
        await using var host = await EdgeHost.StartAsync();
        var signer = host.Services.GetRequiredService<TokenSigner>();
        var cookie = $"vespid_session={signer.Issue(TokenKind.Cookie, EdgeHost.User, EdgeHost.Session, TimeSpan.FromDays(1)).Token}";
        host.Identity.On(nameof(IIdentityQueries.IsAuthSessionLiveAsync), _ => Task.FromResult(true));
        host.IdentityGrain.On(nameof(IIdentityGrain.SignOut), _ => Task.FromResult<Refusal?>(null));

        var (status, body, _) = await host.SendAsync("GET", "/auth/csrf", headers: ("Cookie", cookie));
        Assert.Equal(200, status);
        await Expect(403, "CSRF_TOKEN_REQUIRED", host.SendAsync("POST", "/v1/auth/logout", headers: ("Cookie", cookie)));
        await Expect(403, "CSRF_TOKEN_REQUIRED", host.SendAsync("POST", "/v1/auth/logout", headers: [("Cookie", cookie), ("x-csrf-token", "forged")]));
        Assert.Empty(host.IdentityGrain.Calls);
        var token = body.GetProperty("csrfToken").GetString()!;
        Assert.Equal(200, (await host.SendAsync("POST", "/v1/auth/logout", headers: [("Cookie", cookie), ("x-csrf-token", token)])).Status);

        host.Identity.On(nameof(IIdentityQueries.IsAuthSessionLiveAsync), _ => Task.FromResult(false));
        await Expect(401, "UNAUTHORIZED", host.SendAsync("GET", "/v1/me", headers: ("Cookie", cookie)));
    }

    [Fact]
    public async Task A_worker_needs_a_worker_token_and_a_service_a_service_token()
    {
        await using var host = await EdgeHost.StartAsync();
        var service = Settings.Valid().ServiceTokens[0];
        await Expect(401, "UNAUTHORIZED", host.SendAsync("POST", "/internal/v1/work/claim", "{}", headers: ("x-service-token", service)));
        await Expect(401, "UNAUTHORIZED", host.SendAsync("POST", "/internal/v1/work/claim", "{}", headers: ("Authorization", "Bearer " + service)));
        await Expect(401, "UNAUTHORIZED", host.SendAsync("POST", "/internal/v1/channels/trigger-run", "{"));
        await Expect(401, "UNAUTHORIZED", host.SendAsync("POST", "/internal/v1/channels/trigger-run", "{", headers: [("x-service-token", "wrong"), ("x-gateway-token", service)]));
        await Expect(400, "BAD_REQUEST", host.SendAsync("POST", "/internal/v1/channels/trigger-run", "{", headers: ("x-gateway-token", service)));
    }

    internal static async Task<System.Text.Json.JsonElement> Expect(int status, string code, Task<(int Status, System.Text.Json.JsonElement Body, HttpResponseMessage Answer)> sent)
    {
        var (actual, body, _) = await sent;
        Assert.Equal((status, code), (actual, body.ValueKind == System.Text.Json.JsonValueKind.Object ? body.GetProperty("code").GetString() : null));
        return body;
    }
}
